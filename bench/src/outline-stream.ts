/** Memory and time of listing ever more keys, streamed and whole: `node --conditions=@keyrack/source bench/src/outline-stream.ts [keys...]` */
import { fileURLToPath } from 'node:url';
import { OutlineClient } from '@keyrack/outline';
import { reportListMemory } from './list-memory.ts';
import type { Reading } from './list-memory.ts';

const connect = ({ url = '', certSha256 = '' }: Readonly<Record<string, string>>): OutlineClient =>
  new OutlineClient({ apiUrl: url, certSha256, maxResponseBytes: 2 ** 30, timeoutMs: 300_000, totalTimeoutMs: 300_000 });

const streamed: Reading = async (readyLine) => {
  await using outline = connect(readyLine);
  let seen = 0;
  for await (const key of outline.accessKeys.listAll()) seen += key.id === '' ? 0 : 1;
  return { seen };
};

const whole: Reading = async (readyLine) => {
  await using outline = connect(readyLine);
  const held = await outline.accessKeys.list();
  return { seen: held.length, held };
};

const sizes = [1, 10_000, 100_000, 1_000_000];
await reportListMemory(fileURLToPath(import.meta.url), 'outline', { readings: { streamed, whole }, sizes });
