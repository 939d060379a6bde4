import { createHash } from 'node:crypto';
import { SecretUnavailableError } from '@keyrack/contracts';
import type { SecretCipher } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';

/**
 * A cipher for tests of whoever uses one: it keeps the secrets in memory and hands out envelopes without a trace of them.
 * It binds the identity like the real one. Envelopes are lost with the object.
 */
export class MemoryCipher implements SecretCipher {
  readonly #kept = new Map<string, { readonly value: string; readonly identity: string }>();

  /** How many envelopes were made. */
  get sealed(): number {
    return this.#kept.size;
  }

  seal(secret: Secret, identity: string): string {
    const envelope = `memory-envelope.${this.#kept.size + 1}`;
    this.#kept.set(envelope, { value: secret.reveal(), identity });
    return envelope;
  }

  open(envelope: string, identity: string): Secret {
    const kept = this.#kept.get(envelope);
    if (kept?.identity !== identity) throw new SecretUnavailableError('The envelope is not known or belongs to another record');
    return new Secret(kept.value);
  }

  fingerprint(secret: Secret): string {
    return createHash('sha256').update(`memory-fingerprint/${secret.reveal()}`).digest('hex');
  }
}
