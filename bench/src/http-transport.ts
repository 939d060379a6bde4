/**
 * The transport against raw undici and `JSON.parse`, over TLS, in one run, and the time from a process's start to its first
 * answer: `npm run build && node --conditions=@keyrack/source bench/src/http-transport.ts`
 *
 * The rounds of all kinds alternate, so that whatever else the machine does meets them all; the median of the rounds' ratios
 * counts. "cpu" is the client's own processor time for a request, which a shared machine disturbs least.
 */
import { fork, spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { selfSignedCertificate } from '@keyrack/emulators';
import { HttpClient, nodeTransport } from '@keyrack/http';
import { build } from 'rolldown';
import { Pool } from 'undici';

type Work = 'list' | 'create';
type Send = (work: Work) => Promise<unknown>;

const rounds = 7;
const folder = mkdtempSync(join(tmpdir(), 'keyrack-bench-'));
const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
const certificate = await selfSignedCertificate('localhost', 'rsa-2048');
writeFileSync(keyFile, certificate.key, { mode: 0o600 });
writeFileSync(certFile, certificate.cert);
const certSha256 = createHash('sha256').update(new X509Certificate(certificate.cert).raw).digest('hex');
const child = fork(join(import.meta.dirname, 'http-stub-server.ts'), ['outline', keyFile, certFile], { execArgv: [] });
const [port] = (await once(child, 'message')) as [number]; // sent by the stub server
const origin = `https://localhost:${port}`;
const body = { name: 'Alice', password: 'abcdefghijklmnopqrstuv' };

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

function rawUndici(): Send {
  const pool = new Pool(origin, { connect: { ca: certificate.cert }, connections: 50 });
  return async (work) => {
    const headers = {
      accept: 'application/json',
      'user-agent': 'bench',
      ...(work === 'create' ? { 'content-type': 'application/json' } : {}),
    };
    const answer = await pool.request(
      work === 'list'
        ? { method: 'GET', path: '/p/access-keys', headers }
        : { method: 'POST', path: '/p/access-keys', headers, body: JSON.stringify(body) },
    );
    return JSON.parse(await answer.body.text()) as unknown;
  };
}

function ours(undiciAfterRequests: number): Send {
  const transport = nodeTransport({ undiciAfterRequests });
  const client = new HttpClient({ system: 'bench', version: '1', baseUrl: `${origin}/p`, tls: { certSha256 }, transport });
  return (work) =>
    client.request(work === 'list' ? { method: 'GET', route: '/access-keys' } : { method: 'POST', route: '/access-keys', body });
}

const kinds: Readonly<Record<string, Send>> = {
  'raw undici': rawUndici(),
  'ours, after 100 requests': ours(100),
  'ours, node:https alone': ours(Number.POSITIVE_INFINITY),
};

async function measure(
  send: Send,
  work: Work,
  { count, atOnce }: { count: number; atOnce: number },
): Promise<{ perSecond: number; cpuMicroseconds: number }> {
  let started = 0;
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  const lane = async (): Promise<void> => {
    while (started < count) {
      started += 1;
      await send(work);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: (count / (performance.now() - startMs)) * 1000, cpuMicroseconds: (user + system) / count };
}

async function compare(work: Work, size: { count: number; atOnce: number }): Promise<void> {
  for (const send of Object.values(kinds)) await measure(send, work, { ...size, count: Math.max(250, size.count / 2) });
  const results = new Map<string, { ratio: number; cpuRatio: number; perSecond: number; cpuMicroseconds: number }[]>();
  for (let round = 0; round < rounds; round += 1) {
    let base: Awaited<ReturnType<typeof measure>> | undefined;
    for (const [kind, send] of Object.entries(kinds)) {
      const result = await measure(send, work, size);
      base ??= result; // raw undici is the first
      const entry = { ...result, ratio: result.perSecond / base.perSecond, cpuRatio: base.cpuMicroseconds / result.cpuMicroseconds };
      results.set(kind, [...(results.get(kind) ?? []), entry]);
    }
  }
  print(`\n${work === 'list' ? 'list of 1,000 keys' : 'create'}, ${size.atOnce === 1 ? 'one after the other' : `${size.atOnce} at once`}`);
  for (const [kind, entries] of results) {
    const of = (pick: (entry: (typeof entries)[number]) => number): number => median(entries.map(pick));
    const rate = `${of((entry) => entry.perSecond).toFixed(0)}/s`.padStart(8);
    const cpu = `${of((entry) => entry.cpuMicroseconds).toFixed(0)} us`.padStart(8);
    print(
      `  ${kind.padEnd(26)} ${rate}  ratio ${of((entry) => entry.ratio).toFixed(2)}   cpu ${cpu}  ratio ${of((entry) => entry.cpuRatio).toFixed(2)}`,
    );
  }
}

await compare('create', { count: 3_000, atOnce: 1 });
await compare('create', { count: 6_000, atOnce: 50 });
await compare('list', { count: 200, atOnce: 1 });
await compare('list', { count: 400, atOnce: 50 });

/* From the start of a process to its first answer: compiled file by file, as `npm run build` leaves it, and in one file. */
const ask = `host: 'localhost', port: ${port}, path: '/p/x', method: 'POST'`;
const askOurs = (from: string): string => `import { HttpClient } from '${from}';
  await new HttpClient({ system: 's', version: '1', baseUrl: '${origin}/p', tls: { certSha256: '${certSha256}' } }).request({ method: 'POST', route: '/x' }); process.exit();`;
await build({
  input: { http: fileURLToPath(import.meta.resolve('@keyrack/http')) },
  external: ['undici'],
  platform: 'node',
  resolve: { conditionNames: ['@keyrack/source', 'node', 'import', 'default'] },
  output: { dir: folder, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[hash].mjs' },
});
const programs: Readonly<Record<string, string>> = {
  'node alone': '',
  'node:https': `import https from 'node:https'; import fs from 'node:fs';
    https.request({ ${ask}, ca: fs.readFileSync('${certFile}') }, (r) => { let s = ''; r.on('data', (c) => (s += c)); r.on('end', () => { JSON.parse(s); process.exit(); }); }).end();`,
  fetch: `await (await fetch('${origin}/p/x', { method: 'POST' })).json(); process.exit();`,
  undici: `import { Pool } from 'undici'; import fs from 'node:fs';
    const r = await new Pool('${origin}', { connect: { ca: fs.readFileSync('${certFile}') } }).request({ method: 'POST', path: '/p/x' }); await r.body.json(); process.exit();`,
  'ours, file by file': askOurs('@keyrack/http'),
  'ours, in one file': askOurs(join(folder, 'http.mjs')),
};
print('\nfrom the start of a process to its first answer');
if (!existsSync(join(import.meta.dirname, '../../clients/http/dist/index.js')))
  print('  ours, file by file, is left out: run `npm run build` first');
const times = new Map<string, number[]>();
for (let round = 0; round < 15; round += 1) {
  for (const [kind, program] of Object.entries(programs)) {
    const startMs = performance.now();
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: kind === 'fetch' ? certFile : '' };
    const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: import.meta.dirname, env });
    if (run.status === 0) times.set(kind, [...(times.get(kind) ?? []), performance.now() - startMs]);
  }
}
const bare = median(times.get('node alone') ?? []);
for (const [kind, taken] of times)
  print(`  ${kind.padEnd(26)} ${median(taken).toFixed(0).padStart(6)} ms  ${(median(taken) / bare).toFixed(2)} times node alone`);

child.disconnect();
rmSync(folder, { recursive: true });
process.exit();
