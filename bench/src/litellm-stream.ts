/** Memory and time of listing ever more keys, streamed and gathered: `node --conditions=@keyrack/source bench/src/litellm-stream.ts [keys...]` */
import { fileURLToPath } from 'node:url';
import { LiteLLMClient } from '@keyrack/litellm';
import type { Key } from '@keyrack/litellm';
import { reportListMemory } from './list-memory.ts';
import type { Reading } from './list-memory.ts';

const connect = ({ url = '', apiKey = '' }: Readonly<Record<string, string>>): LiteLLMClient => new LiteLLMClient({ baseUrl: url, apiKey });

const streamed: Reading = async (readyLine) => {
  await using litellm = connect(readyLine);
  let seen = 0;
  for await (const { token } of litellm.keys.listAll()) seen += token === '' ? 0 : 1;
  return { seen };
};

const gathered: Reading = async (readyLine) => {
  await using litellm = connect(readyLine);
  const held: Key[] = [];
  for await (const key of litellm.keys.listAll()) held.push(key);
  return { seen: held.length, held };
};

const sizes = [100, 10_000, 100_000];
await reportListMemory(fileURLToPath(import.meta.url), 'litellm', { readings: { streamed, gathered }, sizes });
