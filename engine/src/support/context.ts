import type { Clock, CredentialReference, Liveness, Logger, ProviderKind, Random, SecretCipher, Store } from '@keyrack/contracts';
import type { Secret } from '@keyrack/secret';

/** Everything the engine gets from outside. */
export interface EngineContext {
  readonly store: Store;
  readonly cipher: SecretCipher;
  readonly clock: Clock;
  readonly random: Random;
  readonly liveness: Liveness;
  readonly logger?: Logger;
  /** Who acts, for the audit trail. */
  readonly actor: string;
  /** Eight characters of the marker alphabet, made once for this installation. */
  readonly rackId: string;
  /** The kinds of system; asked for when the first connection is opened. */
  providerKinds(): Promise<readonly ProviderKind[]>;
  /** Reads a credential that is kept outside the store. @throws {SecretUnavailableError} */
  readCredential(reference: Exclude<CredentialReference, { kind: 'encrypted' }>): Promise<Secret>;
}
