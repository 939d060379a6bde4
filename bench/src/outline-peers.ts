/**
 * The Outline client against others on one stub server, over TLS as an installer makes it (RSA 4096, self-signed). The peers are those that
 * `node testing/peers/outline/run.mjs` has installed; one that is not there is left out and named:
 * `npm run build && node --conditions=@keyrack/source bench/src/outline-peers.ts [scratch folder]`
 */
import { execFile, fork } from 'node:child_process';
import { X509Certificate, createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { selfSignedCertificate } from '@keyrack/emulators';

interface Figures {
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly peakMegabytes: number;
}

interface Contestant {
  readonly name: string;
  readonly program: string;
  readonly words: readonly string[];
}

const run = promisify(execFile);
const peers = process.argv[2] ?? join(tmpdir(), 'keyrack-peers-outline');
const folder = mkdtempSync(join(tmpdir(), 'keyrack-bench-'));
const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
const certificate = await selfSignedCertificate('localhost', 'rsa-4096');
writeFileSync(keyFile, certificate.key, { mode: 0o600 });
writeFileSync(certFile, certificate.cert);
const certSha256 = createHash('sha256').update(new X509Certificate(certificate.cert).raw).digest('hex').toUpperCase();
const stub = fork(join(import.meta.dirname, 'http-stub-server.ts'), [keyFile, certFile], { execArgv: [] });
const [port] = (await once(stub, 'message')) as [number]; // sent by the stub server
const apiUrl = `https://localhost:${port}/prefix`;

const isBuilt = existsSync(join(import.meta.dirname, '../../clients/outline/dist/index.js'));
// As JavaScript: a program that is measured from its start does not wait for its types to be taken away.
const nodeScript = stripTypeScriptTypes(readFileSync(join(import.meta.dirname, 'outline-peer-on-node.ts'), 'utf8'));
const onNode = (name: string, more: readonly string[] = []): Contestant => ({
  name,
  program: process.execPath,
  words: [...more, '--input-type=module', '--eval', nodeScript, '--', name],
});
const inPython = (name: string): Contestant => ({
  name,
  program: join(peers, name, 'venv/bin/python'),
  words: [join(import.meta.dirname, 'outline-peer-in-python.py'), name],
});
const npmPeer = join(peers, 'outlinevpn-api-3.0.0');
const all: readonly Contestant[] = [
  onNode('raw undici'),
  onNode('ours', isBuilt ? [] : ['--conditions=@keyrack/source']),
  ...(existsSync(npmPeer) ? [onNode('outlinevpn-api-3.0.0')] : []),
  ...['pyoutlineapi-0.3.0', 'pyoutlineapi-0.4.0', 'outline-vpn-api-6.6.3'].map(inPython).filter(({ program }) => existsSync(program)),
];
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

// With one of these set, a client that pins a certificate is made to verify it by these roots as well.
const { REQUESTS_CA_BUNDLE: _requests, CURL_CA_BUNDLE: _curl, ...environment } = process.env;

async function measure({ program, words }: Contestant, work: string, [count, atOnce]: readonly [number, number]): Promise<Figures> {
  const { stdout } = await run(program, [...words, apiUrl, certSha256, work, String(count), String(atOnce), npmPeer, certFile], {
    env: environment,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Figures; // printed by the two scripts
}

if (!isBuilt) print('ours is run from its sources: run `npm run build` first for the time to the first answer');
for (const [work, atOnce, counts] of [
  ['list', 1, [150, 30]],
  ['list', 50, [300, 60]],
  ['create', 1, [1_500, 200]],
  ['create', 50, [3_000, 300]],
] as const) {
  print(`\n${work === 'list' ? 'list of 1,000 keys' : 'create'}, ${atOnce === 1 ? 'one after the other' : '50 at once'}\n`);
  print('| client | requests/s | to raw undici | mean ms | CPU ms a call | peak MB |\n|---|---|---|---|---|---|');
  const results = new Map<string, Figures[]>();
  const lost = new Set<string>();
  // The rounds alternate, so that whatever else the machine does meets them all.
  for (let round = 0; round < 3; round += 1) {
    for (const contestant of all) {
      try {
        const count = contestant.program === process.execPath ? counts[0] : counts[1];
        results.set(contestant.name, [...(results.get(contestant.name) ?? []), await measure(contestant, work, [count, atOnce])]);
      } catch {
        lost.add(contestant.name);
      }
    }
  }
  const of = (name: string, pick: (figures: Figures) => number): number => median((results.get(name) ?? []).map(pick));
  const base = of('raw undici', ({ perSecond }) => perSecond);
  for (const { name } of all) {
    const perSecond = of(name, (figures) => figures.perSecond);
    const cells = [perSecond.toFixed(0), (perSecond / base).toFixed(2), ((atOnce * 1_000) / perSecond).toFixed(2)];
    print(
      `| ${name}${lost.has(name) ? ' (failed)' : ''} | ${[...cells, of(name, ({ cpuMs }) => cpuMs).toFixed(2), of(name, ({ peakMegabytes }) => peakMegabytes).toFixed(0)].join(' | ')} |`,
    );
  }
}

print('\nfrom the start of a process to its first answer\n\n| client | ms |\n|---|---|');
const times = new Map<string, number[]>();
for (let round = 0; round < 9; round += 1) {
  for (const contestant of all) {
    const startMs = performance.now();
    await measure(contestant, 'cold', [1, 1]).catch(() => undefined);
    times.set(contestant.name, [...(times.get(contestant.name) ?? []), performance.now() - startMs]);
  }
}
for (const [name, taken] of times) print(`| ${name} | ${median(taken).toFixed(0)} |`);
stub.disconnect();
rmSync(folder, { recursive: true });
