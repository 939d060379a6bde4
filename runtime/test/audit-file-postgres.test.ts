import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { scratchFolder } from '@keyrack/testing-kit';
import { freshDatabase } from '@keyrack/testing-postgres';
import { describe, expect, inject, test } from 'vitest';
import { openRack, verifyAuditFile } from '../src/index.ts';
import { addOwners } from './audit-file-fixture.ts';

const server = inject('postgres');

describe.skipIf(server === null)('on PostgreSQL every machine has an audit file of its own', () => {
  test('that holds the whole trail up to what this machine wrote last, and no machine writes without one', async () => {
    await using database = await freshDatabase(server ?? '');
    await using folder = await scratchFolder();
    const environment = { KEYRACK_MASTER_KEY: randomBytes(32).toString('base64'), KEYRACK_STORE: database.url };
    const open = (machine: string) => openRack({ environment, home: folder.join(machine), auditFile: folder.join(`${machine}.jsonl`) });
    await using one = await open('one');
    await using two = await open('two');
    await addOwners(one, 'a1', 'a2');
    await addOwners(two, 'b1');
    await Promise.all([addOwners(one, 'a3', 'a4', 'a5'), addOwners(two, 'b2', 'b3', 'b4')]);
    await addOwners(one, 'last');

    const { events } = await one.audit.verify();
    expect(events).toBe(10 + 2);
    expect(await one.verifyAuditFile()).toMatchObject({ firstSequence: 1, lastSequence: events, hasUncommittedTail: false });
    const second = await two.verifyAuditFile();
    // It begins where it was begun, and may lag behind what others have written since.
    expect(second).toMatchObject({ firstSequence: 4, hasUncommittedTail: false });
    expect(second?.lastSequence).toBeLessThan(events);
    await addOwners(two, 'again');
    expect(await two.verifyAuditFile()).toMatchObject({ lastSequence: events + 1 });
    await two.audit.checkpoint();
    const publicKeyPath = folder.join('rack.pub');
    await writeFile(publicKeyPath, (await two.audit.publicKey()) ?? '');
    expect(await verifyAuditFile(folder.join('two.jsonl'), { publicKeyPath })).toMatchObject({ firstSequence: 4, checkpoints: 1 });

    await using third = await openRack({ environment, home: folder.join('three') });
    await expect(addOwners(third, 'c1')).rejects.toMatchObject({ details: { problem: 'unnamed' }, outcome: 'not-applied' });
    expect(await one.owners.get('c1')).toBeNull();
  });
});
