/** Measures one client on Node: `<peer> <origin> <list | listAll | create> <count> <at once> <warm-up>`. */
import { measureLanes } from './measure-lanes.ts';

type Send = () => Promise<unknown>;

const [peer = '', baseUrl = '', work = '', count, atOnce, warmUp] = process.argv.slice(-6);
const [id, secret, accountId] = ['key_1', 'nobody-looks-at-it', 'acc_1'];
const newKey = { name: 'deploy', restrictions: { scopes: ['a'] } };

async function ours(): Promise<Send> {
  const { AuthPIClient } = await import('@keyrack/authpi');
  const { apiKeys } = new AuthPIClient({ baseUrl, apiKey: { id, secret }, accountId, maxConnections: 50 });
  if (work === 'create') return () => apiKeys.create(newKey);
  if (work === 'list') return () => apiKeys.list({ limit: 100 });
  return async () => {
    let seen = 0;
    for await (const key of apiKeys.listAll()) seen += key.id === '' ? 0 : 1;
    if (seen !== 1_000) throw new Error(`${seen} keys were listed`);
  };
}

async function rawUndici(): Promise<Send> {
  const { Pool } = await import('undici');
  const pool = new Pool(baseUrl, { connections: 50 });
  const path = `/v1/accounts/${accountId}/api-keys`;
  const headers = { accept: 'application/json', authorization: `Basic ${btoa(`${id}:${secret}`)}` };
  const page = async (cursor: string | null): Promise<{ data: readonly unknown[]; has_more: boolean; next_cursor: string | null }> => {
    const query = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await pool.request({ method: 'GET', path: `${path}?limit=100${query}`, headers });
    return JSON.parse(await answer.body.text()) as Awaited<ReturnType<typeof page>>; // as the stub answers
  };
  if (work === 'list') return () => page(null);
  if (work === 'create') {
    return async () => {
      const post = { ...headers, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
      const answer = await pool.request({ method: 'POST', path, headers: post, body: JSON.stringify(newKey) });
      return JSON.parse(await answer.body.text()) as unknown;
    };
  }
  return async () => {
    let seen = 0;
    for (let cursor: string | null = null, more = true; more;) {
      const found = await page(cursor);
      seen += found.data.length;
      [cursor, more] = [found.next_cursor, found.has_more];
    }
    if (seen !== 1_000) throw new Error(`${seen} keys were listed`);
  };
}

const send = await (peer === 'ours' ? ours() : rawUndici());
await measureLanes(send, { count: Number(count), atOnce: Number(atOnce), warmUp: Number(warmUp) });
