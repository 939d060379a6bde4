// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Secret } from '@keyrack/secret';
import type { Fields } from '../reading.ts';

/** A second factor. Its fields are not documented. */
export type Verifier = Fields;

/** What an authenticator app needs, shown this once. Instants are Unix milliseconds. */
export interface UserVerifiersCreateResponse {
  readonly enrollment_id: string;
  readonly secret: Secret;
  readonly provisioning_uri: Secret;
  readonly expires_at: number;
}

/** Whether a second factor was added; backup codes are shown this once. */
export interface UserVerifiersCompleteEnrollmentResponse {
  readonly success: boolean;
  readonly verifier_id?: string | null;
  readonly backup_codes?: readonly Secret[] | null;
  readonly error?: string | null;
}

/** New backup codes, shown this once. */
export interface UserVerifiersRegenerateResponse {
  readonly codes: readonly Secret[];
}

/** Whether what a user has entered is right. */
export interface UserVerifiersVerifyResponse {
  readonly success: boolean;
  readonly remaining?: number | null;
  readonly error?: string | null;
}
