import { createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { InvalidInputError, MasterKeyError, SecretUnavailableError } from '@keyrack/contracts';
import type { Clock, Random, SecretCipher, Store, WrappedDataKey } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { decrypt, encrypt } from './authenticated.ts';
import { makeDataKey, unwrapDataKey } from './data-key.ts';
import type { DataKeyPurpose } from './data-key.ts';
import type { MasterKey } from './master-key.ts';
import { readSealedText, writeSealedText } from './sealed-text.ts';

const kind = 'kr-secret';
const purposes: readonly DataKeyPurpose[] = ['secrets', 'fingerprints'];

/** The unwrapped data keys of one store: the newest seals, each opens what it sealed, and the oldest of its purpose makes the fingerprints. */
export class KeyRing implements SecretCipher {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #sealing: { readonly id: string; readonly key: KeyObject };
  readonly #fingerprinting: KeyObject;
  readonly #random: Random;

  /**
   * @param wrapped - oldest first, with at least one key of each purpose.
   * @throws {MasterKeyError} when the master key does not open them.
   */
  constructor(wrapped: readonly WrappedDataKey[], options: { readonly masterKey: MasterKey; readonly random: Random }) {
    const opened = wrapped.map(({ id, purpose, ...rest }) => ({
      id,
      purpose,
      key: unwrapDataKey({ id, purpose, ...rest }, options.masterKey),
    }));
    const sealing = opened.findLast(({ purpose }) => purpose === 'secrets');
    const fingerprinting = opened.find(({ purpose }) => purpose === 'fingerprints');
    if (!sealing || !fingerprinting) throw new MasterKeyError('The store holds no data key for secrets or none for fingerprints');
    this.#keys = new Map(opened.filter(({ purpose }) => purpose === 'secrets').map(({ id, key }) => [id, key]));
    this.#sealing = sealing;
    this.#fingerprinting = fingerprinting.key;
    this.#random = options.random;
  }

  seal(secret: Secret, identity: string): string {
    const value = secret.reveal();
    // A lone surrogate has no UTF-8 form and would come back as another secret.
    if (!value.isWellFormed()) throw new InvalidInputError('The secret is not well-formed text, so it cannot be kept');
    const { id, key } = this.#sealing;
    const box = encrypt(key, Buffer.from(value), { context: contextOf(id, identity), random: this.#random });
    return writeSealedText(kind, { keyId: id, box });
  }

  open(envelope: string, identity: string): Secret {
    const sealed = readSealedText(kind, envelope);
    if (sealed === 'newer') throw unavailable(`The secret of ${identity} was sealed by a newer Keyrack`, 'Use the newer version.');
    if (sealed === 'damaged') throw unavailable(`The sealed secret of ${identity} is damaged`);
    const key = this.#keys.get(sealed.keyId);
    if (!key) throw unavailable(`The secret of ${identity} was sealed with data key ${sealed.keyId}, which this store does not hold`);
    const plain = decrypt(key, sealed.box, contextOf(sealed.keyId, identity));
    if (!plain?.length) throw unavailable(`The sealed secret of ${identity} is damaged or belongs to another record`);
    return new Secret(plain.toString());
  }

  fingerprint(secret: Secret): string {
    return createHmac('sha256', this.#fingerprinting).update(secret.reveal()).digest('base64url');
  }
}

/**
 * Opens the key ring of a store; makes the data keys when the store has none yet, in one transaction, so that two processes
 * that start at once agree on them.
 *
 * @throws {MasterKeyError} when the store was made with another master key; nothing is written then.
 * @example
 * const cipher = await openKeyRing({ masterKey, store, random, clock });
 * const envelope = cipher.seal(secret, `version/${version.id}`);
 */
export async function openKeyRing(options: {
  readonly masterKey: MasterKey;
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly random: Random;
  readonly clock: Clock;
}): Promise<KeyRing> {
  const { store } = options;
  const present = await store.read((session) => session.dataKeys.list());
  if (missing(present).length === 0) return new KeyRing(present, options);
  const completed = await store.write(async ({ dataKeys }) => {
    const found = await dataKeys.list();
    // A wrong master key must not leave a key of its own beside those of the right one.
    for (const dataKey of found) unwrapDataKey(dataKey, options.masterKey);
    for (const purpose of missing(found)) await dataKeys.insert(makeDataKey(purpose, options));
    return dataKeys.list();
  });
  return new KeyRing(completed, options);
}

function missing(present: readonly WrappedDataKey[]): readonly DataKeyPurpose[] {
  return purposes.filter((purpose) => !present.some((dataKey) => dataKey.purpose === purpose));
}

function contextOf(dataKeyId: string, identity: string): string {
  return `keyrack secret/${dataKeyId}/${identity}`;
}

function unavailable(
  message: string,
  advice = 'Rotate the key to get a new secret, or restore the store from a backup.',
): SecretUnavailableError {
  return new SecretUnavailableError(message, { advice });
}
