import type { VergeOSEmulator } from '../src/index.ts';
import { rawExchange } from '../src/replay/raw-exchange.ts';
import type { RecordedResponse } from '../src/replay/recorded-call.ts';

/** JSON as it came; tests look for themselves what is there. */
export type Json = Readonly<Record<string, unknown>>;

/** An answer with its body read as JSON where it is JSON. */
export interface Answer extends RecordedResponse {
  /** An object, where the answer is one. */
  readonly json: Json;
  /** The rows, where the answer is a list. */
  readonly rows: readonly Json[];
  /** The words of an error. */
  readonly err: unknown;
}

/** What a test may say about a call. An object as body is sent as JSON, a text as it is. */
export interface Call {
  /** Default: the first user with its password; `null` sends no credential. */
  readonly as?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
}

/** The header of a login by name and password. */
export const basic = (name: string, password: string): string => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

/** The header of an API key. */
export const bearer = (secret: unknown): string => `Bearer ${String(secret)}`;

/** Sends `METHOD path`; a path without a leading slash is one below `/api/v4`. */
export async function ask(vergeos: VergeOSEmulator, line: string, { as, headers, body, query }: Call = {}): Promise<Answer> {
  const [method = '', place = ''] = line.split(' ');
  const credential = as === undefined ? basic(vergeos.username, vergeos.password) : as;
  const isJson = body !== undefined && typeof body !== 'string';
  const path = place.startsWith('/') ? place : `/api/v4/${place}`;
  const response = await rawExchange(vergeos.origin, {
    method,
    path: query === undefined ? path : `${path}?${new URLSearchParams(query).toString()}`,
    headers: {
      ...(credential === null ? {} : { Authorization: credential }),
      ...(isJson ? { 'Content-Type': 'application/json' } : {}),
      ...headers,
    },
    body: isJson ? JSON.stringify(body) : (body as string | undefined), // checked here
  });
  const json = parsed(response.body) as Json; // whatever it is: tests say what they expect
  return { ...response, json, rows: json as unknown as readonly Json[], err: json?.['err'] };
}

/** The number in the receipt of something that was made. */
export async function make(vergeos: VergeOSEmulator, table: string, body: Json): Promise<number> {
  const { status, json, err } = await ask(vergeos, `POST ${table}`, { body });
  if (status !== 201) throw new Error(`POST ${table}: ${status} ${String(err)}`);
  return Number(json['$key']);
}

/** The secret of a new key of that user. */
export async function makeKey(
  vergeos: VergeOSEmulator,
  user: number,
  more: Json = {},
): Promise<{ readonly key: number; readonly secret: string }> {
  const { json, err } = await ask(vergeos, 'POST user_api_keys', {
    body: { user, name: `made ${vergeos.state().history.length}`, expires_type: 'never', ...more },
  });
  if (json['$key'] === undefined) throw new Error(`POST user_api_keys: ${String(err)}`);
  const { private_key: secret } = json['response'] as Json; // the receipt of a key
  return { key: Number(json['$key']), secret: String(secret) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
