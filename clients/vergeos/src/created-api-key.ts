import type { Secret } from '@keyrack/secret';

/** A new API key with its secret, which is shown this once and never again. */
export interface CreatedApiKey {
  /** The `$key`. */
  readonly key: number;
  readonly name: string;
  readonly userKey: number;
  /** As it was before the key was made; null when no such user could be found or seen. */
  readonly userName: string | null;
  /** What is handed out. It prints as `[secret]`. */
  readonly secret: Secret;
}
