import { startOutlineEmulator } from '@keyrack/emulators';
import { openRack } from '@keyrack/runtime';
import { scratchFolder } from '@keyrack/testing-kit';
import { freshDatabase } from '@keyrack/testing-postgres';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, inject, test } from 'vitest';
import { startProgram, until } from '../src/several-processes.ts';
import type { WorkerTask } from '../src/worker-process.ts';

const server = inject('postgres');

describe.skipIf(server === null)('an operation that one process hands back on PostgreSQL', () => {
  test('is taken up by an idle worker at once, not at its next look in ten minutes', async () => {
    await using database = await freshDatabase(server ?? '');
    await using folder = await scratchFolder();
    await using outline = await startOutlineEmulator();
    await using rack = await openRack({ environment: {}, home: folder.path, store: database.url });
    const { url, certSha256 } = outline.readyLine;
    await rack.connections.add({ name: 'vpn', provider: 'outline', input: { fields: { url, certSha256 }, text: null } });
    const { key } = await rack.keys.issue({ connection: 'vpn', name: 'alice' });
    // Something for the worker's first look, so that it is known when it is idle.
    await rack.keys.issue({ connection: 'vpn', name: 'first', expiresAtMs: Date.now() + 100 });
    await setTimeout(150);
    const task: WorkerTask = { home: folder.path, store: database.url, pollMs: 600_000 };
    await using worker = startProgram('worker-process.ts', task);
    await until(() => worker.lines.some(({ kind }) => kind === 'task'));
    await until(async () => (await database.query(`select 1 from pg_stat_activity where query = 'listen keyrack_due'`)).length > 0);
    await setTimeout(300);

    outline.faults.add({ method: 'DELETE', effect: { kind: 'hold', when: 'before', drop: true } });
    const stop = new AbortController();
    const revoking = rack.keys.revoke(key.id, { signal: stop.signal });
    await until(() => outline.faults.held.length > 0);
    stop.abort();
    await revoking;
    const handedBackMs = performance.now();
    await until(() => worker.lines.filter(({ kind, result }) => kind === 'task' && result === 'done').length === 2);
    process.stdout.write(`an idle worker took up what was handed back within ${Math.round(performance.now() - handedBackMs)} ms\n`);
    expect(outline.state().keys).toEqual([]);
    expect((await rack.keys.show(key.id)).key.state).toBe('revoked');
    worker.process.kill('SIGTERM');
    expect([await worker.ended, worker.errors()]).toEqual([0, '']);
  });

  test('is taken up at the next look when the call was lost', async () => {
    await using database = await freshDatabase(server ?? '');
    await using folder = await scratchFolder();
    await using outline = await startOutlineEmulator();
    await using rack = await openRack({ environment: {}, home: folder.path, store: database.url });
    const { url, certSha256 } = outline.readyLine;
    await rack.connections.add({ name: 'vpn', provider: 'outline', input: { fields: { url, certSha256 }, text: null } });
    const { key } = await rack.keys.issue({ connection: 'vpn', name: 'alice' });
    const task: WorkerTask = { home: folder.path, store: database.url, pollMs: 300 };
    await using worker = startProgram('worker-process.ts', task);
    await until(() => worker.lines.length > 0);
    // Nobody announces what is written past the program.
    await database.query(
      `insert into operation select 'op_unheard', 'revoke', id, connection_id, 'running', 'forward', 1, null, null, null, 0, 'tester',
      '{"revocationReason":"asked","keepKey":false}', 1, 1, null from access_key where id = $1`,
      [key.id],
    );
    await until(async () => (await rack.keys.show(key.id)).key.state === 'revoked');
    worker.process.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
  });
});
