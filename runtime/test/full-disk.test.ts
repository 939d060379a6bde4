import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LifecycleError } from '@keyrack/contracts';
import type { Store } from '@keyrack/contracts';
import { startOutlineEmulator } from '@keyrack/emulators';
import { canMount, scratchFolder, smallDisk } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { openRack } from '../src/index.ts';

const withoutMount = canMount ? '' : ' (skipped: mounting a small disk needs root on Linux)';

/** The two writes of an issue, with the call to the system between them. */
const writes = [
  { write: 'begin', number: 1, after: { outcome: 'not-applied', keys: 0 } },
  { write: 'settle', number: 2, after: { outcome: 'unknown', keys: 1 } },
];

describe.each(['the store', 'the audit file'] as const)(`the disk of %s is full${withoutMount}`, (what) => {
  test.skipIf(!canMount).each(writes)(
    'at the $write of an issue: nobody is told what is not so, and nothing is lost',
    async ({ number, after }) => {
      await using outline = await startOutlineEmulator();
      await using disk = await smallDisk(2_000);
      await using folder = await scratchFolder();
      const ballast = join(disk.path, 'ballast');
      const place =
        what === 'the store'
          ? { home: join(disk.path, 'home'), auditFile: folder.join('audit.jsonl') }
          : { home: folder.join('home'), auditFile: join(disk.path, 'audit.jsonl') };
      let left = Number.POSITIVE_INFINITY;
      const filling = (store: Store): Store => ({
        read: (work) => store.read(work),
        inspect: () => store.inspect(),
        close: () => store.close(),
        write(work) {
          left -= 1;
          if (left === 0) fillUp(ballast);
          return store.write(work);
        },
      });
      // An event of more than a page: there is no room left for it behind the one before.
      await using rack = await openRack({ environment: {}, ...place, actor: 'a'.repeat(5_000), wrapStore: filling });
      const { url, certSha256 } = outline.readyLine;
      await rack.connections.add({ name: 'vpn', provider: 'outline', input: { fields: { url, certSha256 }, text: null } });

      left = number;
      const result: unknown = await rack.keys.issue({ connection: 'vpn', name: 'alice' }).catch((error: unknown) => error);
      if (!LifecycleError.isInstance(result)) throw new Error('a secret was shown that is not written down');
      expect(result.details['reason']).toMatch(what === 'the store' ? /disk-full/ : /audit-file/);
      expect({ outcome: result.outcome, keys: outline.state().keys.length }).toEqual(after);

      rmSync(ballast, { force: true });
      await rack.operations.resumeAll();
      const { items } = await rack.keys.list();
      const living = items.filter(({ key }) => key.state === 'active');
      expect(living.map(({ currentVersion }) => currentVersion?.upstreamId)).toEqual(outline.state().keys.map(({ id }) => id));
      expect((await rack.operations.list({ states: ['running', 'waiting', 'stuck'] })).items).toEqual([]);
      await rack.owners.add({ id: 'afterwards' });
      await rack.audit.verify();
      expect((await rack.verifyAuditFile())?.hasUncommittedTail).toBe(false);
    },
  );
});

/** Writes until the disk is full, to the last byte. */
function fillUp(path: string): void {
  for (const size of [65_536, 4_096, 64]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Full, to within this size.
    }
  }
}
