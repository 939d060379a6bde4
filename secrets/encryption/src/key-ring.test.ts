import { inspect } from 'node:util';
import { InvalidInputError, MasterKeyError, SecretUnavailableError } from '@keyrack/contracts';
import type { Store, StoreSession, WrappedDataKey } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { CanaryScanner, ManualClock, SeededRandom } from '@keyrack/testing-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateMasterKey, KeyRing, makeDataKey, openKeyRing, rewrapDataKeys } from './index.ts';

const clock = new ManualClock();
const random = new SeededRandom('key ring');
const masterKey = generateMasterKey(random);
const dataKeys = [makeDataKey('secrets', { masterKey, random, clock }), makeDataKey('fingerprints', { masterKey, random, clock })];
const ring = new KeyRing(dataKeys, { masterKey, random });

describe('the key ring', () => {
  test('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string(), (value, identity) => {
        expect(ring.open(ring.seal(new Secret(value), identity), identity).reveal()).toBe(value);
      }),
      { numRuns: 300 },
    );
  });

  test('refuses an envelope in which a single character was changed', () => {
    const envelope = ring.seal(new Secret('canary-4711'), 'version/1');
    for (let index = 0; index < envelope.length; index++) {
      const changed = envelope.slice(0, index) + (envelope[index] === 'A' ? 'B' : 'A') + envelope.slice(index + 1);
      expect(() => ring.open(changed, 'version/1')).toThrow(SecretUnavailableError);
    }
    const short = envelope.split('.').slice(0, 3).concat(Buffer.alloc(10).toString('base64url')).join('.');
    for (const garbage of [
      '',
      'kr-secret.1',
      short,
      envelope.slice(0, -1),
      `${envelope}A`,
      `${envelope} `,
      envelope.replace('.1.', '.0.'),
    ]) {
      expect(() => ring.open(garbage, 'version/1')).toThrow(SecretUnavailableError);
    }
  });

  test('refuses an envelope that was copied to another record', () => {
    const envelope = ring.seal(new Secret('canary-4711'), 'version/1');
    expect(() => ring.open(envelope, 'version/2')).toThrow(/version\/2 is damaged or belongs to another record/);
  });

  test('says so when an envelope comes from a newer version', () => {
    const envelope = ring.seal(new Secret('canary-4711'), 'version/1').replace('.1.', '.2.');
    expect(() => ring.open(envelope, 'version/1')).toThrow(/newer Keyrack/);
  });

  test('never uses a nonce twice', () => {
    const envelopes = Array.from({ length: 200 }, () => ring.seal(new Secret('same'), 'version/1'));
    const nonces = envelopes.map((envelope) =>
      Buffer.from(envelope.split('.')[3] ?? '', 'base64url')
        .subarray(0, 12)
        .toString('hex'),
    );
    expect(new Set(nonces).size).toBe(200);
  });

  test('shows no trace of secrets or keys in envelopes, wrappings, errors and itself', () => {
    const scanner = new CanaryScanner(['canary-4711']);
    const envelope = ring.seal(new Secret('canary-4711'), 'version/1');
    let error: unknown;
    try {
      ring.open(envelope, 'version/2');
    } catch (thrown) {
      error = thrown;
    }
    const everything = [
      envelope,
      inspect(error),
      inspect(ring, { depth: 9, showHidden: true }),
      JSON.stringify(ring),
      JSON.stringify(dataKeys),
    ];
    expect(scanner.scan('everything', everything.join('\n'))).toEqual([]);
  });

  test('refuses to keep a secret that would not come back the same', () => {
    expect(() => ring.seal(new Secret('lone \ud800 surrogate'), 'version/1')).toThrow(InvalidInputError);
  });

  test('gives equal secrets equal fingerprints, others others, and other racks other ones', () => {
    const other = new KeyRing(
      [makeDataKey('secrets', { masterKey, random, clock }), makeDataKey('fingerprints', { masterKey, random, clock })],
      {
        masterKey,
        random,
      },
    );
    expect(ring.fingerprint(new Secret('canary-4711'))).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(ring.fingerprint(new Secret('canary-4711'))).toBe(
      new KeyRing(dataKeys, { masterKey, random }).fingerprint(new Secret('canary-4711')),
    );
    expect(ring.fingerprint(new Secret('canary-4712'))).not.toBe(ring.fingerprint(new Secret('canary-4711')));
    expect(other.fingerprint(new Secret('canary-4711'))).not.toBe(ring.fingerprint(new Secret('canary-4711')));
  });

  test('seals with the newest data key and still opens what older ones sealed; fingerprints stay', () => {
    const newer = makeDataKey('secrets', { masterKey, random, clock });
    const another = makeDataKey('fingerprints', { masterKey, random, clock });
    const grown = new KeyRing([...dataKeys, newer, another], { masterKey, random });
    expect(grown.open(ring.seal(new Secret('old'), 'version/1'), 'version/1').reveal()).toBe('old');
    expect(grown.seal(new Secret('new'), 'version/1')).toContain(newer.id);
    expect(() => ring.open(grown.seal(new Secret('new'), 'version/1'), 'version/1')).toThrow(/does not hold/);
    expect(grown.fingerprint(new Secret('a'))).toBe(ring.fingerprint(new Secret('a')));
  });
});

describe('the master key', () => {
  const another = generateMasterKey(random);

  test('that is wrong is named as wrong, with what to do', () => {
    expect(() => new KeyRing(dataKeys, { masterKey: another, random })).toThrow(
      expect.objectContaining({ code: 'master-key', advice: expect.stringContaining('Give the master key') }),
    );
  });

  test('does not open a damaged data key, nor one that was passed off as another', () => {
    const [secrets, fingerprints] = dataKeys as [WrappedDataKey, WrappedDataKey];
    const swapped = [
      { ...secrets, wrapped: fingerprints.wrapped },
      { ...fingerprints, wrapped: secrets.wrapped },
    ];
    expect(() => new KeyRing(swapped, { masterKey, random })).toThrow(/damaged/);
    expect(() => new KeyRing([{ ...secrets, id: 'dk_another' }, fingerprints], { masterKey, random })).toThrow(/damaged/);
    expect(() => new KeyRing([{ ...secrets, purpose: 'fingerprints' }, fingerprints], { masterKey, random })).toThrow(/damaged/);
    expect(() => new KeyRing([{ ...secrets, wrapped: 'nonsense' }, fingerprints], { masterKey, random })).toThrow(/damaged/);
    expect(() => new KeyRing([{ ...secrets, wrapped: secrets.wrapped.replace('.1.', '.2.') }], { masterKey, random })).toThrow(/newer/);
    expect(() => new KeyRing([secrets], { masterKey, random })).toThrow(MasterKeyError);
  });

  test('can be replaced: what was sealed opens, fingerprints stay, and the old one opens nothing', () => {
    const envelope = ring.seal(new Secret('canary-4711'), 'version/1');
    const rewrapped = rewrapDataKeys(dataKeys, { from: masterKey, to: another, random });
    const renewed = new KeyRing(rewrapped, { masterKey: another, random });
    expect(renewed.open(envelope, 'version/1').reveal()).toBe('canary-4711');
    expect(renewed.fingerprint(new Secret('a'))).toBe(ring.fingerprint(new Secret('a')));
    expect(rewrapped.map((dataKey) => ({ ...dataKey, wrapped: '' }))).toEqual(dataKeys.map((dataKey) => ({ ...dataKey, wrapped: '' })));
    expect(() => new KeyRing(rewrapped, { masterKey, random })).toThrow(MasterKeyError);
    expect(() => rewrapDataKeys(rewrapped, { from: masterKey, to: another, random })).toThrow(MasterKeyError);
  });
});

describe('openKeyRing', () => {
  test('makes the data keys once and finds them again', async () => {
    const { store, kept, writes } = memoryStore();
    const first = await openKeyRing({ masterKey, store, random, clock });
    const second = await openKeyRing({ masterKey, store, random, clock });
    expect(kept.map((dataKey) => dataKey.purpose)).toEqual(['secrets', 'fingerprints']);
    expect(second.open(first.seal(new Secret('a'), 'x'), 'x').reveal()).toBe('a');
    expect(writes()).toBe(1);
  });

  test('agrees with a process that starts at the same moment', async () => {
    const { store, kept } = memoryStore();
    const [first, second] = await Promise.all([
      openKeyRing({ masterKey, store, random, clock }),
      openKeyRing({ masterKey, store, random, clock }),
    ]);
    expect(kept.length).toBe(2);
    expect(first.fingerprint(new Secret('a'))).toBe(second.fingerprint(new Secret('a')));
  });

  test('writes nothing with a wrong master key, also when a data key is missing', async () => {
    const { store, kept } = memoryStore(dataKeys.slice(0, 1));
    await expect(openKeyRing({ masterKey: generateMasterKey(random), store, random, clock })).rejects.toThrow(MasterKeyError);
    expect(kept.length).toBe(1);
  });
});

/** Just enough of a store: one transaction after the other. */
function memoryStore(initial: readonly WrappedDataKey[] = []): {
  store: Pick<Store, 'read' | 'write'>;
  kept: WrappedDataKey[];
  writes: () => number;
} {
  const kept = [...initial];
  let writes = 0;
  let last: Promise<unknown> = Promise.resolve();
  const session = {
    dataKeys: {
      list: async () => [...kept],
      insert: async (dataKey: WrappedDataKey) => void kept.push(dataKey),
      rewrap: async () => undefined,
    },
  } as unknown as StoreSession; // Only this repository is used.
  const run = <T>(work: (session: StoreSession) => Promise<T>): Promise<T> => {
    const result = last.then(() => work(session));
    last = result.catch(() => undefined);
    return result;
  };
  const write: Store['write'] = (work) => {
    writes++;
    return run(work);
  };
  return { store: { read: run, write }, kept, writes: () => writes };
}
