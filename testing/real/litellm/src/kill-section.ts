import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { masterKey } from './proxy-configuration.ts';
import type { RealProxy } from './real-proxy.ts';
import { suite } from './scratch.ts';

/** What one cell of the kill test found. */
export interface KillReport {
  readonly name: string;
  /** The points at which a process was killed. */
  readonly tried: readonly string[];
  /** What was lost, orphaned, doubled or forgotten afterwards. */
  readonly wrong: readonly string[];
}

/** Kills processes that issue, rotate and revoke keys of the real proxy. @throws {Error} when the kill test itself fails */
export async function* killTest(proxy: RealProxy): AsyncGenerator<KillReport> {
  const program = resolve(suite, '../../system/src/kill/run-at-litellm.ts');
  const flags = ['--conditions=@keyrack/source', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.once('close', done));
  child.stdin.end(JSON.stringify({ url: proxy.origin, apiKey: masterKey }));
  try {
    for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line) as KillReport; // a program of ours
  } finally {
    child.kill();
  }
  const code = await ended;
  if (code !== 0) throw new Error(`the kill test ended with ${String(code)}`);
}
