// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Secret } from '@keyrack/secret';
import type { Fields } from '../reading.ts';
import type { KnownText, Metadata } from './common.ts';

/** An agent: a program that acts by itself. Instants are Unix milliseconds. */
export interface Agent {
  readonly id: string;
  readonly issuer_id: string;
  readonly name: string;
  readonly description?: string | null;
  readonly model?: string | null;
  readonly provider?: string | null;
  readonly version?: string | null;
  readonly status: KnownText<'active' | 'suspended' | 'blocked'>;
  readonly status_at?: number | null;
  readonly status_reason?: string | null;
  readonly scopes?: readonly string[] | null;
  readonly metadata?: Metadata | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
}

/** A verifier as a list shows it. Instants are Unix milliseconds. */
export interface AgentVerifiersListItem {
  readonly id: string;
  readonly agent_id: string;
  readonly type: KnownText<'secret' | 'wallet'>;
  readonly status: string;
  readonly name: string | null;
  readonly description?: string | null;
  readonly credential?: Fields | null;
  readonly usage_count?: number | null;
  readonly last_used_at?: number | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
}

/** A new verifier; `secret` is there where the service made one, this once. Instants are Unix milliseconds. */
export interface AgentVerifiersCreateResponse {
  readonly id: string;
  readonly agent_id: string;
  readonly type: KnownText<'secret' | 'wallet'>;
  readonly status: string;
  readonly name: string | null;
  readonly description?: string | null;
  readonly credential?: Fields | null;
  readonly usage_count?: number | null;
  readonly last_used_at?: number | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
  readonly secret?: Secret | null;
}

/** What making an agent takes. The service may take more fields. */
export interface CreateAgentInput {
  readonly name: string;
  readonly description?: string | null;
  readonly model?: string | null;
  readonly provider?: string | null;
  readonly version?: string | null;
  readonly scopes?: readonly string[] | null;
  readonly [name: string]: unknown;
}

/** What shall change about an agent; what is absent stays. The service may take more fields. All of it is inferred, not documented. */
export interface UpdateAgentInput {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly model?: string | null;
  readonly provider?: string | null;
  readonly version?: string | null;
  readonly status?: KnownText<'active' | 'suspended' | 'blocked'> | null;
  readonly status_reason?: string | null;
  readonly scopes?: readonly string[] | null;
  readonly metadata?: Metadata | null;
  readonly [name: string]: unknown;
}

/** What making a way to prove who it is takes. The service may take more fields. */
export interface CreateAgentVerifierInput {
  readonly type: KnownText<'secret' | 'wallet'>;
  readonly [name: string]: unknown;
}
