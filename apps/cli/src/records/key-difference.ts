import type { AccessKey } from '@keyrack/contracts';
import { readablePolicy, rotationRecord } from './rotation-record.ts';
import { readableInstant, readableLabels, readableLimits, toInstant } from '../output/words.ts';

/** What can be different about a key, in words. */
const parts: readonly (readonly [title: string, words: (key: AccessKey) => string])[] = [
  ['name', ({ name }) => name],
  ['owner', ({ ownerId }) => ownerId ?? 'nobody'],
  ['purpose', ({ purpose }) => purpose ?? 'none'],
  ['labels', ({ labels }) => readableLabels(labels) || 'none'],
  ['limits', ({ limits }) => readableLimits(limits) || 'none'],
  ['rotation', ({ rotation }) => (rotation === null ? 'when somebody asks' : readablePolicy(rotationRecord(rotation)))],
  ['expires', ({ expiresAtMs }) => readableInstant(toInstant(expiresAtMs)) || 'never'],
];

/** What is different about a key after a change: `owner: alice -> bob`, one line for each part. */
export function changedLines(before: AccessKey, after: AccessKey): readonly string[] {
  return parts
    .map(([title, words]) => ({ title, from: words(before), to: words(after) }))
    .filter(({ from, to }) => from !== to)
    .map(({ title, from, to }) => `${title}: ${from} -> ${to}`);
}
