import type { AuthPIEmulator } from '../src/index.ts';
import { rawExchange } from '../src/replay/raw-exchange.ts';
import type { RecordedResponse } from '../src/replay/recorded-call.ts';

/** JSON as it came; tests look for themselves what is there. */
export type Json = Readonly<Record<string, unknown>>;

/** An answer with its body read as JSON where it is JSON. */
export interface Answer extends RecordedResponse {
  /** The whole body. */
  readonly json: Json;
  /** What the envelope holds, for answers that show one thing. */
  readonly data: Json;
  /** What the envelope holds, for lists. */
  readonly items: readonly Json[];
  readonly etag: string;
}

/** What a test may say about a call. An object as body is sent as JSON, a text as it is. */
export interface Call {
  /** Default: the emulator's own key. */
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The header of an API key. */
export function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
}

/** Sends `METHOD /path`; `A` at the beginning of the path stands for the account. */
export async function ask(authpi: AuthPIEmulator, line: string, { as, headers, body }: Call = {}): Promise<Answer> {
  const [method = '', path = ''] = line.split(' ');
  const isJson = body !== undefined && typeof body !== 'string';
  const response = await rawExchange(authpi.origin, {
    method,
    path: path.replace(/^A(?=\/|\?|$)/, `/v1/accounts/${authpi.accountId}`),
    headers: {
      Authorization: as ?? basic(authpi.keyId, authpi.keySecret),
      ...(isJson ? { 'Content-Type': 'application/json' } : {}),
      ...headers,
    },
    body: isJson ? JSON.stringify(body) : (body as string | undefined), // checked here
  });
  const json = parsed(response.body) as Json; // whatever it is: tests say what they expect
  const { data } = json ?? {};
  return { ...response, json, data: data as Json, items: data as readonly Json[], etag: response.headers['etag'] ?? '' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
