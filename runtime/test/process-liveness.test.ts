import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scratchFolder } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { processLiveness } from '../src/process-liveness.ts';

interface AnotherProcess {
  readonly holder: string;
  kill(): Promise<void>;
}

/** A process that says who it is and then lives until it is killed. */
function another(folder: string): Promise<AnotherProcess> {
  const source = new URL('../src/process-liveness.ts', import.meta.url).href;
  return start(`const { processLiveness } = await import(${JSON.stringify(source)}); const liveness = processLiveness(${JSON.stringify(folder)});
    console.log(liveness.self); setInterval(() => liveness, 1e6);`);
}

/** The same with the name that a process of another container on this machine would have. */
function anotherContainer(folder: string, boot: string): Promise<AnotherProcess> {
  const holder = `${boot}/4026539999/1/4711`;
  const path = join(folder, `${holder.replaceAll('/', '.')}.lock`);
  return start(`const { takeProcessLock } = await import('@keyrack/store-sql'); const lock = takeProcessLock(${JSON.stringify(path)});
    console.log(${JSON.stringify(holder)}); setInterval(() => lock, 1e6);`);
}

async function start(script: string): Promise<AnotherProcess> {
  const child = spawn(process.execPath, ['--conditions=@keyrack/source', '--input-type=module', '-e', script], {
    cwd: new URL('..', import.meta.url),
  });
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
  test('is given for a process that was killed, and not before', async () => {
    await using folder = await scratchFolder();
    using liveness = processLiveness(folder.path);
    const { holder, kill } = await another(folder.path);
    expect(await liveness.isDead(holder)).toBe(false);
    await kill();
    expect(await liveness.isDead(holder)).toBe(true);
  });

  test('is given when its process id belongs to another process by now', async () => {
    await using folder = await scratchFolder();
    using liveness = processLiveness(folder.path);
    const [boot, namespace, pid] = liveness.self.split('/');
    const earlier = [boot, namespace, pid, '1'].join('/');
    expect(await liveness.isDead(earlier)).toBe(process.platform === 'linux');
    expect(await liveness.isDead(liveness.self)).toBe(false);
  });

  test.runIf(process.platform === 'linux')('is given after a restart of the machine', async () => {
    await using folder = await scratchFolder();
    using liveness = processLiveness(folder.path);
    const [, ...rest] = liveness.self.split('/');
    expect(await liveness.isDead(['another-boot', ...rest].join('/'))).toBe(true);
  });

  test('is never given by the name of the machine alone, which may change', async () => {
    await using folder = await scratchFolder();
    using liveness = processLiveness(folder.path);
    expect(await liveness.isDead('laptop.local/none/4711/unknown')).toBe(false);
  });

  test('is given for a process of another container by its lock alone', async () => {
    await using folder = await scratchFolder();
    using liveness = processLiveness(folder.path);
    const elsewhere = await anotherContainer(folder.path, liveness.self.split('/')[0] ?? '');
    expect(await liveness.isDead(elsewhere.holder)).toBe(false);
    await elsewhere.kill();
    expect(await liveness.isDead(elsewhere.holder)).toBe(true);
  });

  test('is never given for a process of another container that left no lock, nor for a holder it cannot read', async () => {
    await using folder = await scratchFolder();
    using liveness = processLiveness(folder.path);
    const [boot, , pid, started] = liveness.self.split('/');
    expect(await liveness.isDead([boot, 'elsewhere', `${pid}9`, started].join('/'))).toBe(false);
    expect(await liveness.isDead('worker-7')).toBe(false);
    expect(await liveness.isDead(`${liveness.self}/../more`)).toBe(false);
  });
});

describe('the name of a process for people', () => {
  test('is its process id, which finds it, and where that does not count, the container or the machine', async () => {
    await using folder = await scratchFolder();
    using liveness = processLiveness(folder.path);
    const { holder, kill } = await another(folder.path);
    await kill();
    const [boot, , pid, started] = holder.split('/');
    expect(liveness.describe(holder)).toBe(`process ${pid}`);
    expect(liveness.describe([boot, 'elsewhere', pid, started].join('/'))).toBe(`process ${pid} of another container`);
    expect(liveness.describe('laptop.local/none/4711/unknown')).toBe('process 4711 on laptop.local');
    expect(liveness.describe(liveness.self)).toBe('this process');
    expect(liveness.describe('worker-7')).toBe('worker-7');
  });
});

describe('the lock of a process', () => {
  test('is taken when the process first names itself, and gone when it is done', async () => {
    await using folder = await scratchFolder();
    const liveness = processLiveness(folder.path);
    expect(await readdir(folder.path)).toEqual([]);
    expect(liveness.self).toBe(liveness.self);
    expect(await readdir(folder.path)).toHaveLength(1);
    liveness[Symbol.dispose]();
    expect(await readdir(folder.path)).toEqual([]);
  });

  test.runIf(process.platform === 'linux')('of a process that was killed is removed after a restart of the machine', async () => {
    await using folder = await scratchFolder();
    const { holder, kill } = await another(folder.path);
    await kill();
    const killed = `${holder.replaceAll('/', '.')}.lock`;
    await writeFile(folder.join('another-boot.4026531836.17.4711.lock'), '');
    using liveness = processLiveness(folder.path);
    expect(liveness.self).not.toBe(holder);
    const left = await readdir(folder.path);
    expect(left).toHaveLength(2);
    expect(left).toContain(killed);
  });
});
