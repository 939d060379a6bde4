import { execFile, fork } from 'node:child_process';
import { X509Certificate, createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { selfSignedCertificate } from '@keyrack/emulators';
import type { Figures } from './measure-lanes.ts';

/** A program that measures one client: it is told the work, how often and how many at once, and prints figures as its last line. */
export interface Contestant {
  readonly name: string;
  readonly program: string;
  readonly words: readonly string[];
  /** Where it runs. @default where this program runs */
  readonly folder?: string;
}

/** What all contestants do, and how often those on Node and the others do it. */
export interface Work {
  readonly name: string;
  readonly title: string;
  readonly atOnce: number;
  readonly onNode: number;
  readonly elsewhere: number;
  /** Whether the calls are the first ones of the process. @default false */
  readonly isCold?: boolean;
}

/** A server to race against. */
export interface Stub extends Disposable {
  readonly port: number;
}

/** A stub over TLS as an installer makes it: RSA 4096, self-signed. */
export interface TlsStub extends Stub {
  readonly certFile: string;
  readonly certSha256: string;
}

/** The systems whose answers are known, in `stub-answers/`. */
export type StubbedSystem = 'outline' | 'litellm' | 'vergeos' | 'authpi';

const run = promisify(execFile);

/** Starts a server that does as little as possible in a process of its own. */
export async function startStub(system: StubbedSystem, more: readonly string[] = []): Promise<Stub> {
  const execArgv = ['--conditions=@keyrack/source'];
  const child = fork(join(import.meta.dirname, 'http-stub-server.ts'), [system, ...more], { execArgv });
  const [port] = (await once(child, 'message')) as [number]; // sent by the stub server
  return { port, [Symbol.dispose]: () => child.disconnect() };
}

/** The same over TLS. */
export async function startTlsStub(system: StubbedSystem): Promise<TlsStub> {
  const folder = mkdtempSync(join(tmpdir(), 'keyrack-bench-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const certificate = await selfSignedCertificate('localhost', 'rsa-4096');
  writeFileSync(keyFile, certificate.key, { mode: 0o600 });
  writeFileSync(certFile, certificate.cert);
  const stub = await startStub(system, [keyFile, certFile]);
  return {
    port: stub.port,
    certFile,
    certSha256: createHash('sha256').update(new X509Certificate(certificate.cert).raw).digest('hex').toUpperCase(),
    [Symbol.dispose]: () => {
      stub[Symbol.dispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A script for Node as JavaScript with `measureLanes` in it: what is measured from its start does not wait for its types to be taken away. */
export function nodeScript(file: string): string {
  const javascript = (name: string): string => stripTypeScriptTypes(readFileSync(join(import.meta.dirname, name), 'utf8'));
  const lanes = javascript('measure-lanes.ts').replaceAll('export ', '');
  return javascript(file).replace(/^import \{ measureLanes \} from '\.\/measure-lanes\.ts';$/m, () => lanes);
}

/** Prints a table for every work; whoever fails is marked. The rounds alternate, so that whatever else the machine does meets all. */
export async function race(
  contestants: readonly Contestant[],
  works: readonly Work[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  for (const work of works) {
    print(`\n${work.title}, ${work.atOnce === 1 ? 'one after the other' : `${work.atOnce} at once`}\n`);
    print(
      "| client | calls/s | to raw undici | each round | mean ms | CPU ms a call | raw undici's to it | peak MB |\n|---|---|---|---|---|---|---|---|",
    );
    const results = new Map<string, Figures[]>();
    const lost = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      for (const contestant of contestants) {
        const figures = await measure(contestant, work, environment).catch(() => lost.add(contestant.name));
        if ('perSecond' in figures) results.set(contestant.name, [...(results.get(contestant.name) ?? []), figures]);
      }
    }
    const [base] = contestants.map(({ name }) => results.get(name) ?? []);
    for (const { name } of contestants) {
      print(row(`${name}${lost.has(name) ? ' (failed)' : ''}`, work, { results: results.get(name) ?? [], base: base ?? [] }));
    }
  }
}

function row(
  name: string,
  { atOnce }: Work,
  { results, base }: { readonly results: readonly Figures[]; readonly base: readonly Figures[] },
): string {
  const of = (pick: (figures: Figures) => number): number => median(results.map(pick));
  const perSecond = of((figures) => figures.perSecond);
  const ratios = results.map((figures, round) => (figures.perSecond / (base[round]?.perSecond ?? Number.NaN)).toFixed(2));
  const cells = [
    perSecond.toFixed(perSecond < 10 ? 1 : 0),
    median(ratios.map(Number)).toFixed(2),
    ratios.join(' '),
    ((atOnce * 1_000) / perSecond).toFixed(2),
    of(({ cpuMs }) => cpuMs).toFixed(3),
    (median(base.map(({ cpuMs }) => cpuMs)) / of(({ cpuMs }) => cpuMs)).toFixed(2),
    of(({ peakMegabytes }) => peakMegabytes).toFixed(0),
  ];
  return `| ${name} | ${cells.join(' | ')} |`;
}

/** Prints the medians of nine starts, from the start of a process to its first answer. */
export async function raceFromStart(starts: readonly { readonly name: string; readonly start: () => Promise<unknown> }[]): Promise<void> {
  print('\nfrom the start of a process to its first answer\n\n| client | ms |\n|---|---|');
  const times = new Map<string, number[]>();
  for (let round = 0; round < 9; round += 1) {
    for (const { name, start } of starts) {
      const startMs = performance.now();
      await start();
      times.set(name, [...(times.get(name) ?? []), performance.now() - startMs]);
    }
  }
  for (const [name, taken] of times) print(`| ${name} | ${median(taken).toFixed(0)} |`);
}

/** A contestant that is started, makes one call, and ends. */
export function startOf(
  contestant: Contestant,
  work: string,
  environment: NodeJS.ProcessEnv,
): { name: string; start: () => Promise<unknown> } {
  const once = { name: work, title: '', atOnce: 1, onNode: 1, elsewhere: 1, isCold: true };
  return { name: contestant.name, start: () => measure(contestant, once, environment) };
}

async function measure(
  { program, words, folder }: Contestant,
  { name, atOnce, onNode, elsewhere, isCold = false }: Work,
  environment: NodeJS.ProcessEnv,
): Promise<Figures> {
  const count = program === process.execPath ? onNode : elsewhere;
  // More on Node than the requests after which our client changes its engine.
  const warmUp = isCold ? 0 : Math.max(program === process.execPath ? 120 : 3, count / 5);
  const { stdout } = await run(program, [...words, name, String(count), String(atOnce), String(Math.ceil(warmUp))], {
    env: environment,
    cwd: folder,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Figures; // printed by the scripts
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
