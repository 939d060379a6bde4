// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Metadata } from './common.ts';

/** A group within an organization. Instants are Unix milliseconds. */
export interface Group {
  readonly id: string;
  readonly org_id: string;
  readonly issuer_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly scopes: readonly string[];
  readonly metadata?: Metadata | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
}

/** What making a group takes. The service may take more fields. All of it is inferred, not documented. */
export interface CreateGroupInput {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly scopes?: readonly string[] | null;
  readonly metadata?: Metadata | null;
  readonly [name: string]: unknown;
}

/** What shall change about a group; what is absent stays. The service may take more fields. All of it is inferred, not documented. */
export interface UpdateGroupInput {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly scopes?: readonly string[] | null;
  readonly metadata?: Metadata | null;
  readonly [name: string]: unknown;
}
