import type { Caller } from '../access/caller.ts';
import type { RouteGroup } from '../access/route-groups.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { Fields, Given, Schema } from '../schema/schema.ts';
import type { Dialect } from '../values/float-text.ts';
import type { Body } from '../values/json.ts';
import type { FailureStyle } from './failure-styles.ts';

/** Who asks, and whom. */
export interface Asking {
  readonly proxy: LiteLLMProxy;
  readonly caller: Caller;
  /** An alias that no key had when the call was taken in: nobody looks again before it is written. */
  readonly freeAlias?: string;
}

/** One call, authenticated and validated. */
export interface Call<B extends Fields = Fields, Q extends Fields = Fields> extends Asking {
  readonly body: Given<B>;
  /** False when the body is optional and was left out. */
  readonly hasBody: boolean;
  readonly query: Given<Q>;
  readonly path: Readonly<Record<string, string>>;
  /** Header values by lower-case name. */
  readonly header: (name: string) => string | undefined;
  /** The path as the proxy names it in messages. */
  readonly route: string;
}

/** One endpoint: where it is, who may call it, what it takes, how it fails, what it does. */
export interface Endpoint<B extends Fields = Fields, Q extends Fields = Fields> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** `{name}` stands for one segment, `{name:path}` for any number. */
  readonly path: string;
  /** The groups of routes it belongs to; they say who may call it. Without any: proxy admins only. */
  readonly groups: readonly RouteGroup[];
  readonly body?: Schema<B>;
  /** Whether the body may be left out. @default false */
  readonly bodyOptional?: boolean;
  readonly query?: Schema<Q>;
  /** Who spells the answer: a type of the proxy's or a plain dictionary. */
  readonly dialect: Dialect;
  readonly failures: FailureStyle;
  readonly handle: (call: Call<B, Q>) => Answered | Body;
}

/** An endpoint whatever its fields. */
export type AnyEndpoint = Omit<Endpoint, 'body' | 'query' | 'handle'> & {
  readonly body?: Schema<Fields>;
  readonly query?: Schema<Fields>;
  readonly handle: (call: Call) => Answered | Body;
};

/** Declares an endpoint, so that its handler knows the types of its own fields. */
export function endpoint<B extends Fields, Q extends Fields>(declared: Endpoint<B, Q>): AnyEndpoint {
  return declared as unknown as AnyEndpoint; // a call is always read by the schemas declared beside its handler
}

/** What an answer can be besides its body. */
export interface AnswerDetails {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: readonly (readonly [string, string])[];
  /** Sends neither body nor type. @default false */
  readonly empty?: boolean;
  /** A body in pieces that is no JSON, with its type. */
  readonly stream?: { readonly type: string; readonly chunks: readonly string[] };
}

/** An answer that is more than a body. */
export class Answered {
  readonly body: Body;
  readonly details: AnswerDetails;

  constructor(body: Body, details: AnswerDetails = {}) {
    this.body = body;
    this.details = details;
  }
}
