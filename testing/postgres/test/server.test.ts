import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, inject, test } from 'vitest';
import { freshDatabase, startPostgresServer } from '../src/index.ts';

const shared = inject('postgres');

describe.skipIf(shared === null)('a PostgreSQL for tests', () => {
  test('gives databases that are apart from each other and gone afterwards', async () => {
    await using one = await freshDatabase(shared ?? '');
    await using other = await freshDatabase(shared ?? '');
    await one.query('create table sample (a int)');
    await expect(other.query('select * from sample')).rejects.toThrow('does not exist');
    const name = one.name;
    await one[Symbol.asyncDispose]();
    expect(await other.query('select 1 from pg_database where datname = $1', [name])).toEqual([]);
    await other.query(`create database ${name}`); // so that the end of the scope has something to drop
  });

  test('starts again after a crash with what it had reported as written, if it is told to wait for that', async () => {
    const server = await startPostgresServer(['synchronous_commit=on']);
    try {
      await using database = await freshDatabase(server?.socketFolder ?? '');
      await database.query('create table sample (a int)');
      await server?.restart();
      expect(await database.query('select count(*)::int as rows from sample')).toEqual([{ rows: 0 }]);
    } finally {
      await server?.[Symbol.asyncDispose]();
    }
  });

  test('goes on however much it has to say', async () => {
    await using database = await freshDatabase(shared ?? '');
    const chatter = `do $$ begin for i in 1..3000 loop raise log '%', repeat('x', 100); end loop; end $$`;
    await database.query(chatter);
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('leaves nothing behind when the process that started it is killed', async () => {
    const source = new URL('../src/server.ts', import.meta.url).href;
    const script = `const { startPostgresServer } = await import(${JSON.stringify(source)}); const { socketFolder } = await startPostgresServer();
      console.log(socketFolder); setInterval(() => {}, 1e6);`;
    const child = spawn(process.execPath, ['--conditions=@keyrack/source', '--input-type=module', '-e', script]);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const folder = String(line).trim();
    expect(existsSync(folder)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    while (existsSync(folder)) await setTimeout(20); // the test's own time-out is the limit
  });
});
