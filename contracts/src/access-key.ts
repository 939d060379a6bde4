import type { JsonObject } from './json.ts';
import type { KeyLimits } from './limits.ts';
import type { KeyRotation } from './rotation-policy.ts';

/** Where an access key stands in its life. From each of the first three it can go to `revoked`, and from there nowhere. */
export type AccessKeyState = 'pending' | 'active' | 'suspended' | 'revoked';

/** Why a key ended. */
export type RevocationReason = 'asked' | 'expired' | 'offboarded' | 'compromised' | 'issue-failed';

/** How a key came to us: issued by this rack, adopted, seen upstream only, or Keyrack's own admin credential. */
export type KeyOrigin = 'issued' | 'adopted' | 'foreign' | 'own';

/** How what the system shows differs from what is written down. `missing`: it is not there any more. */
export type Drift = 'none' | 'missing' | 'changed';

/** What a consumer holds a right to; stable for life, whatever happens to the credentials behind it. Never holds a secret. */
export interface AccessKey {
  readonly id: string;
  readonly connectionId: string;
  /** Unique per connection among issued and adopted keys that are not revoked. A foreign key shows the system's own name, which may repeat or be empty. */
  readonly name: string;
  readonly ownerId: string | null;
  /** Further people and services that use the key. */
  readonly sharedWith: readonly string[];
  readonly purpose: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: AccessKeyState;
  /** Why the key is suspended; it resumes when the last reason is gone. */
  readonly suspensionReasons: readonly string[];
  readonly revocationReason: RevocationReason | null;
  readonly limits: KeyLimits;
  /** Absolute, computed once; null: never. */
  readonly expiresAtMs: number | null;
  /** Null: it is rotated when somebody asks. */
  readonly rotation: KeyRotation | null;
  readonly origin: KeyOrigin;
  readonly drift: Drift;
  /** What exactly differs (`dataLimitBytes`, `name`, `secret`, ...) while `drift` is `changed`. */
  readonly driftFields: readonly string[];
  /** What only this key's system takes (VergeOS: the user), as given at issue. */
  readonly providerOptions: JsonObject;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}
