// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Fields } from '../reading.ts';
import type { KnownText } from './common.ts';

/** A way to log in. Its fields are not documented. Texts in its `settings` that grant access are Secrets. */
export type IssuerAuthMethod = Fields;

/** What making a way to log in takes. The service may take more fields. */
export interface CreateAuthMethodInput {
  readonly name?: string | null;
  readonly method?: KnownText<
    'oauth2' | 'password' | 'temporary-password' | 'email-link' | 'webauthn' | 'totp_app' | 'backup_codes'
  > | null;
  readonly enabled?: boolean | null;
  readonly settings?: Fields | null;
  readonly [name: string]: unknown;
}
