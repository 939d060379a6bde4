import type { KeyListing } from '@keyrack/contracts';
import type { Secret } from '@keyrack/secret';
import type { EngineContext } from '../support/context.ts';

/** Finds the keys that a found secret belongs to, by its fingerprint; tombstones too. The secret itself is compared with nothing. */
export async function findBySecret({ store, cipher, providerKinds }: EngineContext, found: Secret): Promise<readonly KeyListing[]> {
  const sources = (await providerKinds()).flatMap((kind) => kind.fingerprintSource(found) ?? []);
  const fingerprints = new Set(sources.map((source) => cipher.fingerprint(source)));
  return store.read(async (session) => {
    const listings: KeyListing[] = [];
    for (const fingerprint of fingerprints) {
      for (const version of await session.versions.findByFingerprint(fingerprint)) {
        const key = await session.keys.get(version.keyId);
        if (key) listings.push({ key, currentVersion: version });
      }
    }
    return listings;
  });
}
