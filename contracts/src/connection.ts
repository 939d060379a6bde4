import type { JsonObject } from './json.ts';

/** Where the admin credential of a connection is: encrypted in the store, or named and read anew each time. */
export type CredentialReference =
  | { readonly kind: 'encrypted'; readonly envelope: string }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'file'; readonly path: string };

/** How much a worker may ask of a system. */
export interface WorkLimits {
  /** Requests within any hour, by all workers together; null: as many as there is work for. Absent: what the kind of system is known to allow. */
  readonly maxRequestsPerHour?: number | null;
  /** Tasks of one worker at the same time. @default 4 */
  readonly maxTasksAtOnce?: number;
}

/** One configured system. */
export interface Connection {
  readonly id: string;
  /** What people type: `vpn-eu`. Unique. */
  readonly name: string;
  /** The kind of system: `outline`, `litellm`, `vergeos`, `authpi`. */
  readonly provider: string;
  /** Address and options, without anything secret. */
  readonly settings: JsonObject;
  readonly credential: CredentialReference;
  /** What the system called itself when it was added. Another identity stops sync and revocation: a reinstalled server would confirm that everything is gone. */
  readonly systemIdentity: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly workLimits: WorkLimits;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** When the last complete sync ended; null: never. */
  readonly syncedAtMs: number | null;
}
