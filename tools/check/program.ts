import { spawn } from 'node:child_process';
import type { StepResult } from './steps.ts';

/** How a step's program is run. */
export interface ProgramOptions {
  readonly cwd: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Shows what the program prints as it comes, instead of keeping it. @default false */
  readonly live?: boolean;
}

/** Runs a Node script to its end; it is fine when the script ends with 0. A program that outlives an interrupted check is ended. */
export function runProgram(script: string, args: readonly string[], { cwd, env = {}, live = false }: ProgramOptions): Promise<StepResult> {
  return new Promise((resolve, reject) => {
    const stdio = live ? (['ignore', 'inherit', 'inherit'] as const) : (['ignore', 'pipe', 'pipe'] as const);
    const child = spawn(process.execPath, [script, ...args], { cwd, env: { ...process.env, ...env }, stdio: [...stdio] });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    const end = (): boolean => child.kill();
    process.once('exit', end);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('exit', end);
      const ending = signal === null ? '' : `ended by ${signal}\n`;
      resolve({ ok: code === 0, output: Buffer.concat(chunks).toString('utf8') + ending });
    });
  });
}
