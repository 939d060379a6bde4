/** Measures one client on Node: `outline-peer-on-node.ts <peer> <apiUrl> <certSha256> <cold | list | create> <count> <at once> <folder of the npm peer> <certificate>`. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

type Send = () => Promise<unknown>;

const [peer = '', apiUrl = '', certSha256 = '', work = '', count = '', atOnce = '', folder = '', certFile = ''] = process.argv.slice(-8);

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

async function inLanes(send: Send, number: number): Promise<void> {
  let started = 0;
  const lane = async (): Promise<void> => {
    while (started < number) {
      started += 1;
      await send();
    }
  };
  await Promise.all(Array.from({ length: Number(atOnce) }, lane));
}

const send = await connect();
// More than the requests after which our client changes its engine.
if (work !== 'cold') await inLanes(send, Math.max(120, Number(count) / 5));
const startMs = performance.now();
const cpu = process.cpuUsage();
await inLanes(send, Number(count));
const seconds = (performance.now() - startMs) / 1_000;
const { user, system } = process.cpuUsage(cpu);
const figures = {
  perSecond: Number(count) / seconds,
  cpuMs: (user + system) / 1_000 / Number(count),
  peakMegabytes: process.resourceUsage().maxRSS / 1_024,
};
process.stdout.write(JSON.stringify(figures), () => process.exit());
