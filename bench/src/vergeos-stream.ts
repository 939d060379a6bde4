/** Memory and time of listing ever more keys, page by page and whole: `node --conditions=@keyrack/source bench/src/vergeos-stream.ts [keys...]` */
import { fileURLToPath } from 'node:url';
import { VergeOSClient } from '@keyrack/vergeos';
import { reportListMemory } from './list-memory.ts';
import type { Reading } from './list-memory.ts';

const connect = ({ url = '', username = '', password = '', certSha256 = '' }: Readonly<Record<string, string>>): VergeOSClient =>
  new VergeOSClient({
    baseUrl: url,
    username,
    password,
    certSha256,
    maxResponseBytes: 2 ** 30,
    timeoutMs: 300_000,
    totalTimeoutMs: 300_000,
  });

const streamed: Reading = async (readyLine) => {
  await using vergeos = connect(readyLine);
  let seen = 0;
  for await (const { key } of vergeos.apiKeys.listAll()) seen += key > 0 ? 1 : 0;
  return { seen };
};

const whole: Reading = async (readyLine) => {
  await using vergeos = connect(readyLine);
  const held = await vergeos.apiKeys.list();
  return { seen: held.length, held };
};

const sizes = [1, 10_000, 100_000];
await reportListMemory(fileURLToPath(import.meta.url), 'vergeos', { readings: { streamed, whole }, sizes });
