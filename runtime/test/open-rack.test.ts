import { chmod, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scratchFolder } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { openRack } from '../src/index.ts';

const otherKey = Buffer.alloc(32, 7).toString('base64');

describe('opening a rack', () => {
  test('makes folder, store and master key for their owner alone, and opens them again with the same identity', async () => {
    await using folder = await scratchFolder();
    const home = join(folder.path, 'rack');
    const first = await openRack({ environment: {}, home });
    await first.close();
    await using second = await openRack({ environment: {}, home });
    expect(second.rackId).toBe(first.rackId);
    expect(second.rackId).toMatch(/^[0-9a-z]{8}$/);
    const modes = await Promise.all(
      [home, join(home, 'master.key'), join(home, 'keyrack.db')].map(async (path) => (await stat(path)).mode & 0o777),
    );
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });

  test('refuses another master key and changes nothing', async () => {
    await using folder = await scratchFolder();
    const home = folder.path;
    await (await openRack({ environment: {}, home })).close();
    await expect(openRack({ environment: { KEYRACK_MASTER_KEY: otherKey }, home })).rejects.toMatchObject({ code: 'master-key' });
    await expect(openRack({ environment: { KEYRACK_MASTER_KEY: 'too short' }, home })).rejects.toMatchObject({ code: 'master-key' });
    await (await openRack({ environment: {}, home })).close();
  });

  test('refuses a file where the folder should be, and makes no rack in a folder that is only looked at', async () => {
    await using folder = await scratchFolder();
    const file = join(folder.path, 'a-file');
    await writeFile(file, '');
    for (const mustExist of [true, false]) {
      await expect(openRack({ environment: {}, home: file, mustExist })).rejects.toMatchObject({
        code: 'invalid-input',
        message: `The data folder ${file} is a file`,
        advice: expect.stringContaining('KEYRACK_HOME'),
      });
    }
    await expect(openRack({ environment: {}, home: folder.path, mustExist: true })).rejects.toMatchObject({
      code: 'invalid-input',
      message: `There is no rack in the folder ${folder.path}`,
    });
    await expect(openRack({ environment: {}, home: join(file, 'below'), mustExist: true })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    expect(await readdir(folder.path)).toEqual(['a-file']);
  });

  test('never makes a new master key beside a store that was made with one', async () => {
    await using folder = await scratchFolder();
    const home = folder.path;
    const path = join(home, 'master.key');
    await (await openRack({ environment: {}, home })).close();
    const kept = await readFile(path);
    await rm(path);
    await expect(openRack({ environment: {}, home })).rejects.toMatchObject({ code: 'master-key' });
    await writeFile(path, '');
    await expect(openRack({ environment: {}, home })).rejects.toMatchObject({ code: 'master-key' });
    await writeFile(path, kept);
    await (await openRack({ environment: {}, home })).close();
  });

  test('says where a master key could not be written, and leaves no half one', async () => {
    await using folder = await scratchFolder();
    const home = folder.path;
    await symlink(join(home, 'nowhere', 'else'), join(home, 'master.key'));
    await expect(openRack({ environment: {}, home })).rejects.toMatchObject({
      code: 'master-key',
      message: expect.stringContaining(join(home, 'master.key')),
    });
    expect((await readdir(home)).filter((name) => name.endsWith('.new'))).toEqual([]);
    await rm(join(home, 'master.key'));
    await (await openRack({ environment: {}, home })).close();
  });

  test('takes the master key from a file or the environment, and then keeps none of its own', async () => {
    await using folder = await scratchFolder();
    const home = join(folder.path, 'rack');
    const keyFile = join(folder.path, 'key');
    await writeFile(keyFile, `${otherKey}\n`);
    await (await openRack({ environment: { KEYRACK_MASTER_KEY_FILE: keyFile }, home })).close();
    await (await openRack({ environment: { KEYRACK_MASTER_KEY: otherKey }, home })).close();
    await expect(stat(join(home, 'master.key'))).rejects.toThrow('ENOENT');
  });

  test('gives two processes that start at once the same rack', async () => {
    await using folder = await scratchFolder();
    const racks = await Promise.all(Array.from({ length: 4 }, () => openRack({ environment: {}, home: join(folder.path, 'rack') })));
    expect(new Set(racks.map(({ rackId }) => rackId)).size).toBe(1);
    await Promise.all(racks.map((rack) => rack.close()));
  });

  test('makes no folder when told that there must be one', async () => {
    await using folder = await scratchFolder();
    const home = join(folder.path, 'nowhere');
    await expect(openRack({ environment: {}, home, mustExist: true })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(stat(home)).rejects.toThrow('ENOENT');
  });

  test.runIf(process.platform === 'linux').each(['/proc/keyrack-test/rack', '/dev/null/rack'])(
    'says at once that %s cannot be made',
    async (home) => {
      await expect(openRack({ environment: {}, home })).rejects.toMatchObject({ code: 'store-failed', outcome: 'not-applied' });
    },
  );

  test('tells what is wrong with the data folder, and what to do', async () => {
    await using folder = await scratchFolder();
    await using rack = await openRack({ environment: {}, home: folder.path });
    await chmod(join(folder.path, 'master.key'), 0o644);
    const findings = await rack.diagnose();
    expect(findings.find(({ subject }) => subject === 'master key')).toMatchObject({
      state: 'warning',
      advice: expect.stringContaining('chmod'),
    });
    expect(findings.find(({ subject }) => subject === 'store')).toMatchObject({ state: 'ok' });
  });
});
