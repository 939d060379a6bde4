// Written by tools/authpi-client from the contract of the API; change that, and run it again.

/** A device that is trusted. Instants are Unix milliseconds. */
export interface TrustedDevice {
  readonly id: string;
  readonly fingerprint: string;
  readonly name: string | null;
  readonly user_agent: string | null;
  readonly trusted_at: number;
  readonly expires_at: number;
  readonly last_used_at: number | null;
}

/** A device that is trusted from now on. Instants are Unix milliseconds. */
export interface UserTrustedDevicesCreateResponse {
  readonly device_id: string;
  readonly expires_at: number;
}

/** How many devices are not trusted any more. */
export interface UserTrustedDevicesRevokeAllResponse {
  readonly revoked_count: number;
}

/** What making a device takes. The service may take more fields. All of it is inferred, not documented. */
export interface CreateTrustedDeviceInput {
  readonly fingerprint?: string | null;
  readonly name?: string | null;
  readonly user_agent?: string | null;
  readonly [name: string]: unknown;
}
