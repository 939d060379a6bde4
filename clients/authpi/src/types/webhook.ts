// Written by tools/authpi-client from the contract of the API; change that, and run it again.
import type { Fields } from '../reading.ts';
import type { KnownText, Metadata } from './common.ts';
import type { WebhookEventType } from './webhook-event-type.ts';

/** A webhook as a list shows it. Instants are Unix milliseconds. */
export interface WebhookListItem {
  readonly id: string;
  readonly account_id: string;
  readonly status: KnownText<'active' | 'disabled' | 'deleted' | 'failing'>;
  readonly name: string;
  readonly description: string | null;
  readonly url: string;
  readonly auth_type: KnownText<'none' | 'bearer' | 'signature' | 'bearer+signature'>;
  readonly events: readonly string[];
  readonly status_at: number | null;
  readonly status_reason: string | null;
  readonly status_by: string | null;
  readonly created_at: number;
  readonly updated_at: number | null;
}

/** Like WebhookAuth, with new secrets. Its fields are not documented. */
export type CreateWebhookResponseAuth = Fields;

/** How a new webhook shall prove that it is AuthPI. Its fields are not documented. */
export type CreateAuthInput = Fields;

/** What a new webhook shall be. */
export interface CreateWebhookInput {
  readonly name: string;
  readonly description?: string | null;
  readonly url: string;
  readonly status?: string | null;
  readonly auth: {
    readonly type: KnownText<'none' | 'bearer' | 'signature' | 'bearer+signature'>;
    readonly signature_algorithm?: KnownText<'hmac-sha256'>;
    readonly [name: string]: unknown;
  };
  readonly events: readonly WebhookEventType[];
  readonly subjects?: readonly Fields[] | null;
  readonly retry?: Fields | null;
  readonly circuit_breaker?: Fields | null;
  readonly metadata?: Fields | null;
}

/** How a webhook proves that it is AuthPI. Its fields are not documented. Texts in it that grant access are Secrets. */
export type WebhookAuth = Fields;

/** A webhook. Instants are Unix milliseconds. */
export interface Webhook {
  readonly id: string;
  readonly account_id: string;
  readonly name: string;
  readonly description?: string | null;
  readonly url: string;
  readonly status?: KnownText<'active' | 'disabled' | 'deleted' | 'failing'> | null;
  readonly status_at?: number | null;
  readonly status_reason?: string | null;
  readonly status_by?: string | null;
  readonly auth: WebhookAuth;
  readonly events: readonly string[];
  readonly subjects?: readonly Fields[] | null;
  readonly retry?: Fields | null;
  readonly circuit_breaker?: Fields | null;
  readonly metadata?: Metadata | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
}

/** Like WebhookAuth, with new secrets. Its fields are not documented. */
export type UpdateWebhookResponseAuth = Fields;

/** How a webhook shall prove that it is AuthPI from now on. Its fields are not documented. */
export type UpdateAuthInput = Fields;

/** What shall change about a webhook; what is absent stays. */
export interface UpdateWebhook {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly url?: string | null;
  readonly status?: string | null;
  readonly status_reason?: string | null;
  readonly status_by?: string | null;
  readonly auth?: {
    readonly type: KnownText<'none' | 'bearer' | 'signature' | 'bearer+signature'>;
    readonly signature_algorithm?: KnownText<'hmac-sha256'>;
    readonly [name: string]: unknown;
  } | null;
  readonly events?: readonly WebhookEventType[] | null;
  readonly subjects?: readonly Fields[] | null;
  readonly retry?: Fields | null;
  readonly circuit_breaker?: Fields | null;
  readonly metadata?: Fields | null;
}

/** A new webhook, with the secrets that the service made for it, shown this once. Instants are Unix milliseconds. */
export interface WebhooksCreateResponse {
  readonly id: string;
  readonly account_id: string;
  readonly name: string;
  readonly description?: string | null;
  readonly url: string;
  readonly status?: string | null;
  readonly status_at?: number | null;
  readonly status_reason?: string | null;
  readonly status_by?: string | null;
  readonly auth: CreateWebhookResponseAuth;
  readonly events: readonly string[];
  readonly subjects?: readonly Fields[] | null;
  readonly retry?: Fields | null;
  readonly circuit_breaker?: Fields | null;
  readonly metadata?: Metadata | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
}

/** A changed webhook, with the secrets that the service made for it, shown this once. Instants are Unix milliseconds. */
export interface WebhooksUpdateResponse {
  readonly id: string;
  readonly account_id: string;
  readonly name: string;
  readonly description?: string | null;
  readonly url: string;
  readonly status?: string | null;
  readonly status_at?: number | null;
  readonly status_reason?: string | null;
  readonly status_by?: string | null;
  readonly auth: UpdateWebhookResponseAuth;
  readonly events: readonly string[];
  readonly subjects?: readonly Fields[] | null;
  readonly retry?: Fields | null;
  readonly circuit_breaker?: Fields | null;
  readonly metadata?: Metadata | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
}
