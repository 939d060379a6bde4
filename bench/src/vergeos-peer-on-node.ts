/** Measures one client on Node: `<peer> <host> <certSha256> <certificate> <list | listAll | create> <count> <at once> <warm-up>`. */
import { readFileSync } from 'node:fs';
import { measureLanes } from './measure-lanes.ts';

type Send = () => Promise<unknown>;

const [peer = '', host = '', certSha256 = '', certFile = '', work = '', count, atOnce, warmUp] = process.argv.slice(-8);
const [username, password] = ['admin', 'nobody-looks-at-it'];
const expected = 1_000;

async function ours(): Promise<Send> {
  const { VergeOSClient } = await import('@keyrack/vergeos');
  const { apiKeys } = new VergeOSClient({ host, username, password, certSha256, maxConnections: 50 });
  if (work === 'create') return () => apiKeys.create({ user: 1, name: 'deploy', expiresIn: '30d' });
  if (work === 'list') return () => apiKeys.list();
  return async () => {
    let seen = 0;
    for await (const { key } of apiKeys.listAll({ pageSize: 100 })) seen += key > 0 ? 1 : 0;
    if (seen !== expected) throw new Error(`${seen} keys were listed`);
  };
}

async function rawUndici(): Promise<Send> {
  const { Pool } = await import('undici');
  const pool = new Pool(`https://${host}`, { connect: { ca: readFileSync(certFile) }, connections: 50 });
  const headers = { accept: 'application/json', authorization: `Basic ${btoa(`${username}:${password}`)}` };
  const fields = encodeURIComponent(
    '$key,user,user#name as user_name,name,description,created,expires,lastlogin_stamp,lastlogin_ip,ip_allow_list,ip_deny_list',
  );
  const get = async (path: string): Promise<unknown> => {
    const answer = await pool.request({ method: 'GET', path, headers });
    return JSON.parse(await answer.body.text()) as unknown;
  };
  const keys = `/api/v4/user_api_keys?fields=${fields}&sort=%2B%24key`;
  if (work === 'list') return () => get(keys);
  const post = { method: 'POST', path: '/api/v4/user_api_keys', headers: { ...headers, 'content-type': 'application/json' } } as const;
  if (work === 'create') {
    return async () => {
      await get('/api/v4/users/1?fields=%24key,name'); // both clients ask for the name of the user
      const answer = await pool.request({ ...post, body: JSON.stringify({ user: 1, name: 'deploy', expires_type: 'date', expires: 4e9 }) });
      return JSON.parse(await answer.body.text()) as unknown;
    };
  }
  return async () => {
    let seen = 0;
    for (let page = 0; ; page += 1) {
      const rows = (await get(`${keys}&limit=100&offset=${page * 100}`)) as readonly unknown[]; // as the stub answers
      seen += rows.length;
      if (rows.length < 100) break;
    }
    if (seen !== expected) throw new Error(`${seen} keys were listed`);
  };
}

const send = await (peer === 'ours' ? ours() : rawUndici());
await measureLanes(send, { count: Number(count), atOnce: Number(atOnce), warmUp: Number(warmUp) });
