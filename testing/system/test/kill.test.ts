import { openRack } from '@keyrack/runtime';
import type { Store } from '@keyrack/contracts';
import { startOutlineEmulator } from '@keyrack/emulators';
import { scratchFolder } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { cells, sampleCells } from '../src/kill/cells.ts';
import { compareLedgers } from '../src/kill/ledger.ts';
import { runCell } from '../src/kill/run-cell.ts';
import type { Cell } from '../src/kill/run-cell.ts';

const seed = Number(process.env['KEYRACK_KILL_SEED'] ?? Math.floor(Date.now() / 86_400_000));
/** Of the cells that are not tried in every run. */
const sampledShare = 0.05;
const isClean = ({ fault }: { readonly fault: string }): boolean => fault === 'clean';
/** What every run tries besides: the lost answer is what the journal is for. */
const isAlwaysTried = ({ system, action, fault }: Cell): boolean =>
  system === 'outline' && (action === 'issue' || action === 'revoke') && fault === 'answer dropped after acting';
const others = cells().filter((cell) => !isClean(cell) && !isAlwaysTried(cell));
const sample = sampleCells(others, seed, Math.ceil(others.length * sampledShare));
process.stdout.write(`the sample of faults was chosen with KEYRACK_KILL_SEED=${seed}; npm run kill-matrix runs them all\n`);

describe.concurrent('a process killed before, within and after every journal write', () => {
  test.each([...cells().filter((cell) => isClean(cell) || isAlwaysTried(cell)), ...sample])(
    '$system, $action, $fault: nothing is lost, orphaned, doubled or forgotten',
    { timeout: 600_000 },
    async (cell) => {
      const { tried, wrong } = await runCell(cell);
      process.stdout.write(`killed (${cell.system}, ${cell.action}, ${cell.fault}) at: ${tried.join(', ')}\n`);
      expect(wrong).toEqual([]);
      expect(tried.length).toBeGreaterThanOrEqual(6);
    },
  );
});

describe('the checker', () => {
  test('sees what is lost, orphaned, doubled and forgotten', async () => {
    await using outline = await startOutlineEmulator();
    await using folder = await scratchFolder();
    const opened: Store[] = [];
    await using rack = await openRack({ environment: {}, home: folder.path, wrapStore: (store) => (opened.push(store), store) });
    const { url, certSha256 } = outline.readyLine;
    await rack.connections.add({ name: 'vpn', provider: 'outline', input: { fields: { url, certSha256 }, text: null } });
    const { key, version } = await rack.keys.issue({ connection: 'vpn', name: 'alice' });
    const there = { upstreamId: String(version.upstreamId), upstreamName: version.upstreamName };
    const compare = async (...upstream: readonly (typeof there)[]): Promise<unknown> =>
      opened[0] ? compareLedgers({ store: opened[0], rackId: rack.rackId }, upstream) : null;
    expect(await compare(there)).toMatchObject({ living: 1, lost: [], orphaned: [], doubled: [], forgotten: [] });
    expect(await compare()).toMatchObject({ lost: [expect.stringContaining('alice')] });
    const orphan = { upstreamId: '4711', upstreamName: `bob-kr${rack.rackId}bbbbbb` };
    expect(await compare(there, orphan)).toMatchObject({ orphaned: [orphan.upstreamName], doubled: [] });
    expect(await compare(there, { upstreamId: '12', upstreamName: `alice-kr${rack.rackId}bbbbbb` })).toMatchObject({ doubled: ['alice'] });
    outline.faults.add({ method: 'DELETE', times: 50, effect: { kind: 'close', when: 'before' } });
    await rack.keys.revoke(key.id);
    expect(await compare(there)).toMatchObject({ forgotten: [expect.stringContaining('revoke')] });
    outline.faults.clear();
    await rack.operations.resumeAll();
    await rack.keys.revoke(key.id);
    expect(await compare()).toMatchObject({ lost: [], forgotten: [] });
    expect(await compare(there)).toMatchObject({ forgotten: [expect.stringContaining('retired')] });
  });
});
