import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { MasterKeyError, toBase32 } from '@keyrack/contracts';
import type { Clock, Random, WrappedDataKey } from '@keyrack/contracts';
import { decrypt, encrypt, keyLength, randomBytes } from './authenticated.ts';
import type { MasterKey } from './master-key.ts';
import { readSealedText, writeSealedText } from './sealed-text.ts';

const kind = 'kr-data-key';

/** What a data key is for; a key of one purpose is never used for the other. */
export type DataKeyPurpose = WrappedDataKey['purpose'];

/** Makes a data key and wraps it. Nothing keeps it but the wrapping. */
export function makeDataKey(
  purpose: DataKeyPurpose,
  options: { readonly masterKey: MasterKey; readonly random: Random; readonly clock: Clock },
): WrappedDataKey {
  const { masterKey, random, clock } = options;
  const id = `dk_${toBase32(randomBytes(random, 16))}`;
  const bytes = randomBytes(random, keyLength);
  const wrapped = wrap({ id, purpose }, bytes, { masterKey, random });
  bytes.fill(0);
  return { id, purpose, wrapped, createdAtMs: clock.nowMs() };
}

/** @throws {MasterKeyError} when it was wrapped by another master key, or is damaged. */
export function unwrapDataKey(dataKey: WrappedDataKey, masterKey: MasterKey): KeyObject {
  const bytes = unwrap(dataKey, masterKey);
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

/** The {@link MasterKey.id} of the master key that wrapped it; null when that cannot be read. */
export function wrappingKeyId({ wrapped }: WrappedDataKey): string | null {
  const sealed = readSealedText(kind, wrapped);
  return sealed === 'damaged' || sealed === 'newer' ? null : sealed.keyId;
}

/**
 * Wraps data keys by another master key; the data keys themselves, and so everything they sealed, stay as they are.
 * Write all results in one transaction.
 *
 * @throws {MasterKeyError} when `from` is not the master key that wrapped them; nothing was wrapped then.
 */
export function rewrapDataKeys(
  dataKeys: readonly WrappedDataKey[],
  options: { readonly from: MasterKey; readonly to: MasterKey; readonly random: Random },
): readonly WrappedDataKey[] {
  return dataKeys.map((dataKey) => {
    const bytes = unwrap(dataKey, options.from);
    const wrapped = wrap(dataKey, bytes, { masterKey: options.to, random: options.random });
    bytes.fill(0);
    return { ...dataKey, wrapped };
  });
}

function wrap(
  dataKey: Pick<WrappedDataKey, 'id' | 'purpose'>,
  bytes: Uint8Array,
  { masterKey, random }: { readonly masterKey: MasterKey; readonly random: Random },
): string {
  const box = encrypt(masterKey.keyObject, bytes, { context: contextOf(dataKey), random });
  return writeSealedText(kind, { keyId: masterKey.id, box });
}

function unwrap(dataKey: WrappedDataKey, masterKey: MasterKey): Buffer {
  const sealed = readSealedText(kind, dataKey.wrapped);
  if (sealed === 'newer') {
    throw new MasterKeyError(`Data key ${dataKey.id} was wrapped by a newer Keyrack`, { advice: 'Use the newer version.' });
  }
  if (sealed !== 'damaged' && sealed.keyId !== masterKey.id) {
    throw new MasterKeyError(`This store was made with another master key (${sealed.keyId}) than the one given (${masterKey.id})`, {
      advice: 'Give the master key that this store was made with. Without it no secret in the store can be read.',
      details: { expectedId: sealed.keyId, givenId: masterKey.id },
    });
  }
  const bytes = sealed === 'damaged' ? null : decrypt(masterKey.keyObject, sealed.box, contextOf(dataKey));
  if (bytes?.length === keyLength) return bytes;
  throw new MasterKeyError(`Data key ${dataKey.id} is damaged: the master key does not open it`, {
    advice: 'Restore the store from a backup.',
    details: { dataKeyId: dataKey.id },
  });
}

function contextOf({ id, purpose }: Pick<WrappedDataKey, 'id' | 'purpose'>): string {
  return `keyrack data key/${id}/${purpose}`;
}
