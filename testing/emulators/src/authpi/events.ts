import type { Caller } from './caller.ts';
import type { NewRecord, StoredRecord } from './records/record.ts';
import { viewOf } from './records/record.ts';
import { randomId } from './random.ts';

/** What happened to what, and who did it. */
export interface Happening {
  readonly type: string;
  readonly subject: StoredRecord;
  readonly caller: Caller;
  readonly nowMs: number;
}

/** The record of an event. It belongs to the subject's account and outlives the subject. */
export function newEvent({ type, subject, caller, nowMs }: Happening): NewRecord {
  const [accountId = subject.id] = subject.within;
  const [noun = ''] = type.split('.');
  return {
    id: randomId('evt'),
    within: [accountId],
    fields: {
      spec: '1.0',
      type,
      source: 'core-api',
      auth: { type: caller.type, id: caller.id },
      subject: { type: noun, id: subject.id },
      timestamp: nowMs,
      data: viewOf(subject),
    },
    hidden: { about: [...subject.within, subject.id] },
  };
}
