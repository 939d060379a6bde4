import { KeyRing, generateMasterKey, makeDataKey } from '@keyrack/encryption';
import { Secret } from '@keyrack/secret';
import { CanaryScanner, ManualClock, scratchFolder, SeededRandom } from '@keyrack/testing-kit';
import { expect, test } from 'vitest';
import { connection, key, openForTest, version } from './store-fixture.ts';

test('no sealed secret shows in the files of a store, and a planted one is found', async () => {
  await using folder = await scratchFolder();
  const options = { masterKey: generateMasterKey(new SeededRandom()), random: new SeededRandom(), clock: new ManualClock() };
  const ring = new KeyRing([makeDataKey('secrets', options), makeDataKey('fingerprints', options)], options);
  const canaries = Array.from({ length: 20 }, (_, index) => `canary/${index}+${'x'.repeat(index * 300)}`);
  await using store = await openForTest(folder.join('keyrack.db'));
  await store.write(async (session) => {
    await session.connections.insert(connection());
    for (const [index, canary] of canaries.entries()) {
      const secret = new Secret(canary);
      await session.keys.insert([key(`k${index}`)]);
      await session.versions.insert([{ ...version(`k${index}`), fingerprint: ring.fingerprint(secret) }]);
      await session.versions.writeSecret(`v-k${index}`, ring.seal(secret, `version/v-k${index}`));
    }
  });
  const scanner = new CanaryScanner(canaries);
  const clean = await scanner.scanFolder(folder.path);
  expect(clean.hits).toEqual([]);
  expect(clean.files).toBeGreaterThanOrEqual(3);
  await store.write(({ keys }) => keys.update(key('k7', { purpose: `planted: ${canaries[7]}` })));
  const planted = await scanner.scanFolder(folder.path);
  expect(planted.hits.map(({ canary }) => canary)).toContain(canaries[7]);
});
