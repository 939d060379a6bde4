// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Secret } from '@keyrack/secret';

/** The DNS record that proves whose a domain is. */
export interface OrganizationSsoAddDomainResponse {
  readonly domain: string;
  readonly txt_record_name: string;
  readonly txt_record_value: string;
}

/** Whether the DNS record was found. */
export interface OrganizationSsoVerifyDomainResponse {
  readonly verified: boolean;
  readonly error?: string | null;
}

/** A new secret, shown this once. */
export interface OrganizationSsoRotateSecretResponse {
  readonly secret: Secret;
}

/** What adding a domain takes. The service may take more fields. */
export interface AddSsoDomainInput {
  readonly domain: string;
  readonly [name: string]: unknown;
}
