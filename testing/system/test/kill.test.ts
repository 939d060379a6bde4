import { startOutlineEmulator } from '@keyrack/emulators';
import type { FaultEffect } from '@keyrack/emulators';
import { openRack } from '@keyrack/runtime';
import type { Store } from '@keyrack/contracts';
import { scratchFolder } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { compareLedgers, pointName } from '../src/kill/ledger.ts';
import { deathPoints } from '../src/kill/points.ts';
import type { DeathPoint, DoomedTask } from '../src/kill/points.ts';
import { runDoomed } from '../src/kill/run-doomed.ts';

/** More calls than a client ever repeats: the answer stays lost for as long as the process lives. */
const everyCall = 50;

const faults: Readonly<Record<string, FaultEffect | null>> = {
  clean: null,
  'answer dropped after the system acted': { kind: 'close', when: 'after' },
  'request dropped before the system acted': { kind: 'close', when: 'before' },
};
const actions = { issue: 'PUT', revoke: 'DELETE' } as const;
const cases = Object.keys(actions).flatMap((action) =>
  Object.keys(faults).map((fault) => ({ action: action as keyof typeof actions, fault })),
);

describe('a process killed at any journal write', () => {
  test.each(cases)('$action, $fault: nothing is lost, orphaned, doubled or forgotten', { timeout: 240_000 }, async ({ action, fault }) => {
    await using outline = await startOutlineEmulator();
    await using folder = await scratchFolder();
    const home = folder.path;
    let opened: Store | undefined;
    await using rack = await openRack({ environment: {}, home, wrapStore: (store) => (opened = store) });
    if (!opened) throw new Error('the store was not opened');
    const { url, certSha256 } = outline.readyLine;
    await rack.connections.add({ name: 'vpn', provider: 'outline', input: { fields: { url, certSha256 }, text: null } });
    const tried: string[] = [];
    for (const point of deathPoints()) {
      const name = pointName(action, fault, point.write, point.when);
      if (action === 'revoke') await rack.keys.issue({ connection: 'vpn', name });
      const effect = faults[fault];
      if (effect) outline.faults.add({ method: actions[action], path: '/access-keys/*', times: everyCall, effect });
      const task: DoomedTask = { home, connection: 'vpn', action, name, point };
      const { died } = await runDoomed(task);
      outline.faults.clear();
      await rack.operations.resumeAll();
      const { items: left } = await rack.operations.list({ states: ['waiting'] });
      for (const { id } of left) await rack.operations.resume(id); // their waiting time is not over, a person may still ask
      const upstream = outline.state().keys.map(({ id, name: upstreamName }) => ({ upstreamId: id, upstreamName }));
      const found = await compareLedgers(opened, upstream);
      expect({ point, ...found }).toMatchObject({ point, lost: [], orphaned: [], doubled: [], forgotten: [] });
      if (action === 'issue' && reached(point))
        expect(upstream.filter(({ upstreamName }) => upstreamName.startsWith(name))).toHaveLength(1);
      if (action === 'revoke' && reached(point))
        expect(upstream.filter(({ upstreamName }) => upstreamName.startsWith(name))).toHaveLength(0);
      if (!died) break;
      tried.push(`${point.write} ${point.when}`);
    }
    expect((await rack.audit.verify()).events).toBeGreaterThan(tried.length);
    process.stdout.write(`killed at (${action}, ${fault}): ${tried.join(', ')}\n`);
    expect(tried.length).toBeGreaterThanOrEqual(6);
  });
});

/** Whether the first write, which writes the operation down, was committed before the process died. */
function reached({ write, when }: DeathPoint): boolean {
  return write > 1 || when === 'after';
}
