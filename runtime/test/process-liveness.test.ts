import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { processLiveness } from '../src/process-liveness.ts';

/** A process that says who it is and then lives until it is killed. */
async function another(): Promise<{ readonly holder: string; kill(): Promise<void> }> {
  const source = new URL('../src/process-liveness.ts', import.meta.url).href;
  const script = `const { processLiveness } = await import(${JSON.stringify(source)}); console.log(processLiveness().self); setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ['--conditions=@keyrack/source', '--input-type=module', '-e', script]);
  const [line] = await once(child.stdout, 'data');
  return {
    holder: String(line).trim(),
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('proof that a process is dead', () => {
  const liveness = processLiveness();

  test('is given for a process that was killed, and not before', async () => {
    const { holder, kill } = await another();
    expect(await liveness.isDead(holder)).toBe(false);
    await kill();
    expect(await liveness.isDead(holder)).toBe(true);
  });

  test.runIf(process.platform === 'linux')('is given when its process id belongs to another process by now', async () => {
    const [boot, namespace, pid] = liveness.self.split('/');
    expect(await liveness.isDead([boot, namespace, pid, '1'].join('/'))).toBe(true);
    expect(await liveness.isDead(liveness.self)).toBe(false);
  });

  test('is given after a restart of the machine', async () => {
    const [, ...rest] = liveness.self.split('/');
    expect(await liveness.isDead(['another-boot', ...rest].join('/'))).toBe(true);
  });

  test('is never given for a process of another container, nor for a holder it cannot read', async () => {
    const [boot, , pid, started] = liveness.self.split('/');
    expect(await liveness.isDead([boot, 'elsewhere', `${pid}9`, started].join('/'))).toBe(false);
    expect(await liveness.isDead('worker-7')).toBe(false);
  });
});
