/** Measures one client on Node: `<peer> <apiUrl> <certSha256> <folder of the npm peer> <certificate> <list | create> <count> <at once> <warm-up>`. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { measureLanes } from './measure-lanes.ts';

type Send = () => Promise<unknown>;

const [peer = '', apiUrl = '', certSha256 = '', folder = '', certFile = '', work = '', count, atOnce, warmUp] = process.argv.slice(-9);

async function connect(): Promise<Send> {
  if (peer === 'ours') {
    const { OutlineClient } = await import('@keyrack/outline');
    const outline = new OutlineClient({ apiUrl, certSha256, maxConnections: 50 });
    return work === 'list' ? () => outline.accessKeys.list() : () => outline.accessKeys.create({ name: 'Alice' });
  }
  if (peer === 'raw undici') {
    const { Pool } = await import('undici');
    const { origin, pathname } = new URL(apiUrl);
    const pool = new Pool(origin, { connect: { ca: readFileSync(certFile) }, connections: 50 });
    const [path, accept] = [`${pathname}/access-keys`, 'application/json'];
    const create = { method: 'POST', path, headers: { accept, 'content-type': accept } } as const;
    return async () => {
      const answer = await pool.request(
        work === 'list' ? { method: 'GET', path, headers: { accept } } : { ...create, body: JSON.stringify({ name: 'Alice' }) },
      );
      return JSON.parse(await answer.body.text()) as unknown;
    };
  }
  // An untyped package outside of this repository; only these two of its methods are called.
  const { OutlineVPN } = createRequire(join(folder, 'x.js'))('outlinevpn-api') as {
    OutlineVPN: new (options: object) => { getAccessKeys: Send; createAccessKey(key: object): Promise<unknown> };
  };
  const api = new OutlineVPN({ apiUrl, fingerprint: certSha256, timeout: 30_000 });
  return work === 'list' ? () => api.getAccessKeys() : () => api.createAccessKey({ name: 'Alice' });
}

await measureLanes(await connect(), { count: Number(count), atOnce: Number(atOnce), warmUp: Number(warmUp) });
