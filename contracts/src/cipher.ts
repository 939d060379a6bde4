import type { Secret } from '@keyrack/secret';

/** Keeps secrets at rest. The identity of the record is bound in: an envelope copied to another record does not open. */
export interface SecretCipher {
  /** @param identity - where the envelope will live, such as `version/<id>`. */
  seal(secret: Secret, identity: string): string;
  /** @throws {SecretUnavailableError} when the envelope is damaged, belongs to another record, or its key is not in the ring. */
  open(envelope: string, identity: string): Secret;
  /** A keyed hash that tells whether two secrets are equal and nothing else. Not changed by a new master key. */
  fingerprint(secret: Secret): string;
}
