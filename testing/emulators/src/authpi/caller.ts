/** What a caller may do in one account or organization. */
interface Access {
  readonly id: string;
  /** The organization behind an account; the same id for an organization. */
  readonly organizationId: string;
  readonly scopes: readonly string[];
}

/** Who makes a call. */
export interface Caller {
  readonly type: 'api_key' | 'user';
  /** The API key, or the user an access token stands for. */
  readonly id: string;
  readonly issuerId: string | undefined;
  readonly accounts: readonly Access[];
  readonly organizations: readonly Access[];
}

/** An access token that the emulator was told to accept. */
export interface AccessToken {
  readonly token: string;
  readonly userId: string;
  readonly accounts: readonly Access[];
  readonly expiresAtMs: number;
}
