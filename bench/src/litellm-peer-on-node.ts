/** Measures one client on Node: `<peer> <origin> <list | listAll | create> <count> <at once> <warm-up>`. */
import { measureLanes } from './measure-lanes.ts';

type Send = () => Promise<unknown>;

const [peer = '', baseUrl = '', work = '', count, atOnce, warmUp] = process.argv.slice(-6);
const apiKey = 'sk-nobody-looks-at-it';

async function ours(): Promise<Send> {
  const { LiteLLMClient } = await import('@keyrack/litellm');
  const { keys } = new LiteLLMClient({ baseUrl, apiKey, maxConnections: 50 });
  if (work === 'create') return () => keys.generate({ key_alias: 'alice' });
  if (work === 'list') return () => keys.list({ size: 100, return_full_object: true });
  return async () => {
    let seen = 0;
    for await (const { token } of keys.listAll()) seen += token === '' ? 0 : 1;
    if (seen !== 1_000) throw new Error(`${seen} keys were listed`);
  };
}

async function rawUndici(): Promise<Send> {
  const { Pool } = await import('undici');
  const pool = new Pool(baseUrl, { connections: 50 });
  const headers = { accept: 'application/json', authorization: `Bearer ${apiKey}` };
  const page = async (number: number): Promise<{ keys: readonly unknown[]; total_pages: number }> => {
    const answer = await pool.request({ method: 'GET', path: `/key/list?page=${number}&size=100&return_full_object=true`, headers });
    return JSON.parse(await answer.body.text()) as { keys: readonly unknown[]; total_pages: number }; // as the stub answers
  };
  if (work === 'list') return () => page(1);
  const post = { method: 'POST', path: '/key/generate', headers: { ...headers, 'content-type': 'application/json' } } as const;
  if (work === 'create') {
    return async () => {
      const answer = await pool.request({ ...post, body: JSON.stringify({ key_alias: 'alice' }) });
      return JSON.parse(await answer.body.text()) as unknown;
    };
  }
  return async () => {
    let seen = 0;
    for (let number = 1, last = 1; number <= last; number += 1) {
      const { keys, total_pages: pages } = await page(number);
      seen += keys.length;
      last = pages;
    }
    if (seen !== 1_000) throw new Error(`${seen} keys were listed`);
  };
}

const send = await (peer === 'ours' ? ours() : rawUndici());
await measureLanes(send, { count: Number(count), atOnce: Number(atOnce), warmUp: Number(warmUp) });
