import type { EmulatorOptions } from '../kit/emulator.ts';
import { randomId, randomSecret } from './random.ts';

/** How an emulated AuthPI starts. Without options it is a fresh account with one API key that may do everything. */
export interface AuthPIEmulatorOptions extends EmulatorOptions {
  /** The secret of the first API key. @default 43 random letters and digits */
  readonly credential?: string;
  /** How many more API keys the account has at the start. They may do nothing. @default 0 */
  readonly seedKeys?: number;
  /** The instant the clock starts from, in epoch milliseconds. @default the machine's time */
  readonly startAtMs?: number;
  /** What the first API key may do. @default everything: `*:**` */
  readonly scopes?: readonly string[];
  /**
   * Takes what version 0.3.0 of the vendor's client sends: the key's id as a bearer token, `me` for the account, and
   * users by `email` and `display_name`. @default false
   */
  readonly legacy?: boolean;
}

/** The options with every default filled in. What is random stays over a reset. */
export interface AuthPISettings {
  readonly accountId: string;
  readonly organizationId: string;
  /** The vendor's own issuer, to which the organizations of accounts belong. */
  readonly platformIssuerId: string;
  readonly ownerId: string;
  readonly keyId: string;
  readonly keySecret: string;
  readonly scopes: readonly string[];
  readonly seedKeys: number;
  readonly legacy: boolean;
}

/** Fills in defaults. @throws {TypeError} for options that make no sense */
export function authpiSettings(options: AuthPIEmulatorOptions): AuthPISettings {
  const seedKeys = options.seedKeys ?? 0;
  if (options.credential === '') throw new TypeError('credential: the secret of an API key is never empty');
  if (!Number.isSafeInteger(seedKeys) || seedKeys < 0) throw new TypeError('seedKeys must be a whole number, 0 or more');
  return {
    accountId: randomId('acc'),
    organizationId: randomId('org'),
    platformIssuerId: randomId('i'),
    ownerId: randomId('usr'),
    keyId: randomId('key'),
    keySecret: options.credential ?? randomSecret(),
    scopes: options.scopes ?? ['*:**'],
    seedKeys,
    legacy: options.legacy ?? false,
  };
}
