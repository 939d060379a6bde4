import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addOwners, auditedHome, withOwners } from './audit-file-fixture.ts';

describe('the audit file', () => {
  test('holds every event from the one that says that it was begun, for this user alone', async () => {
    await using at = await auditedHome();
    await using rack = await at.open();
    await addOwners(rack, 'alice', 'bob');
    const { items } = await rack.audit.list();
    const [header, ...events] = await at.lines();
    expect(header).toMatchObject({ kind: 'keyrack-audit-file', rackId: rack.rackId, afterSequence: 0 });
    expect(events.map(({ sequence, type }) => [sequence, type])).toEqual(items.map(({ sequence, type }) => [sequence, type]));
    expect(items.map(({ type }) => type)).toEqual(['owner.added', 'audit.file-begun', 'owner.added']);
    expect(statSync(at.file).mode & 0o777).toBe(0o600);
    expect(await rack.verifyAuditFile()).toMatchObject({ events: 3, lastSequence: 3, hasUncommittedTail: false, undecided: 0 });
  });

  test('is remembered by the data folder: nobody has to name it again', async () => {
    await using at = await auditedHome();
    await (await withOwners(at, 'alice')).close();
    await using again = await at.open({ auditFile: '' });
    await addOwners(again, 'bob');
    expect((await at.lines()).at(-1)?.detail?.owner).toBe('bob');
    rmSync(join(at.home, 'audit-file'));
    await using forgotten = await at.open({ auditFile: '' });
    await expect(addOwners(forgotten, 'carol')).rejects.toMatchObject({ details: { problem: 'unnamed' }, outcome: 'not-applied' });
    expect(await forgotten.owners.get('carol')).toBeNull();
  });

  test('may begin later than the trail, be ended, and be taken up again; the trail says each', async () => {
    await using at = await auditedHome();
    {
      await using rack = await at.open({ auditFile: '' });
      await addOwners(rack, 'before');
    }
    {
      await using rack = await withOwners(at, 'alice');
      expect(await rack.verifyAuditFile()).toMatchObject({ firstSequence: 2, lastSequence: 3 });
    }
    {
      await using rack = await at.open({ auditFile: 'none' });
      await addOwners(rack, 'bob');
      expect(await rack.verifyAuditFile()).toBeNull();
    }
    {
      await using rack = await at.open({ auditFile: '' });
      await addOwners(rack, 'carol');
    }
    await using again = await withOwners(at, 'dora');
    const told = (await again.audit.list()).items.map(({ type }) => type).filter((type) => type.startsWith('audit.'));
    expect(told).toEqual(['audit.file-begun', 'audit.file-ended', 'audit.file-begun']);
    expect(await again.verifyAuditFile()).toMatchObject({ firstSequence: 2, lastSequence: 8 });
    await again.audit.verify();
  });

  test('of racks that write at once stays one chain', async () => {
    await using at = await auditedHome();
    const racks = [await at.open(), await at.open(), await at.open()];
    await Promise.all(racks.map((rack, index) => addOwners(rack, ...Array.from({ length: 4 }, (_, number) => `o${index}-${number}`))));
    const verified = await Promise.all(racks.map((rack) => rack.verifyAuditFile()));
    expect(verified[0]).toMatchObject({ events: 13, withdrawals: 0, hasUncommittedTail: false });
    for (const rack of racks) await rack.close();
  });

  test('is verified while others write to it', async () => {
    await using at = await auditedHome();
    await using rack = await at.open();
    await using other = await at.open();
    await addOwners(rack, 'first');
    const writing = addOwners(other, ...Array.from({ length: 40 }, (_, number) => `o${number}`));
    let isDone = false;
    void writing.finally(() => (isDone = true));
    let times = 0;
    for (; !isDone || times === 0; times++) {
      expect((await rack.verifyAuditFile())?.events).toBeGreaterThan(0);
      await rack.audit.verify();
    }
    await writing;
    expect(times).toBeGreaterThan(1);
    expect(await rack.verifyAuditFile()).toMatchObject({ events: 42 });
  });
});
