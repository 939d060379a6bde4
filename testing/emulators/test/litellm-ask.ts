import type { LiteLLMEmulator } from '../src/index.ts';
import { rawExchange } from '../src/replay/raw-exchange.ts';
import type { RecordedResponse } from '../src/replay/recorded-call.ts';

/** JSON as it came; tests look for themselves what is there. */
export type Json = Readonly<Record<string, unknown>>;

/** Where a proxy is, and its master key. */
export type AskedProxy = Pick<LiteLLMEmulator, 'origin' | 'apiKey'>;

/** An answer with its body read as JSON where it is JSON. */
export interface Answer extends RecordedResponse {
  readonly json: Json;
  /** What stands under `error`. */
  readonly error: Json;
  /** What stands under `info`. */
  readonly info: Json;
}

/** What a test may say about a call. An object as body is sent as JSON, a text as it is. */
export interface Call {
  /** The key it is sent with. Default: the master key; `null` sends none. */
  readonly as?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Sends `METHOD /path` on a connection of its own. */
export async function ask(litellm: AskedProxy, line: string, { as, headers, body }: Call = {}): Promise<Answer> {
  const [method = '', ...path] = line.split(' ');
  const key = as === undefined ? litellm.apiKey : as;
  const isJson = body !== undefined && typeof body !== 'string';
  const response = await rawExchange(litellm.origin, {
    method,
    path: path.join(' '),
    headers: {
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
      ...(isJson ? { 'Content-Type': 'application/json' } : {}),
      ...headers,
    },
    body: isJson ? JSON.stringify(body) : (body as string | undefined), // checked here
  });
  const json = parsed(response.body) as Json; // whatever it is: tests say what they expect
  return { ...response, json, error: json?.['error'] as Json, info: json?.['info'] as Json };
}

/** Makes a key and gives its secret. */
export async function newKey(litellm: AskedProxy, fields: Json = {}): Promise<string> {
  const { status, body, json } = await ask(litellm, 'POST /key/generate', { body: fields });
  if (status !== 200) throw new Error(`generate: ${status} ${body}`);
  return String(json['key']);
}

/** Calls a model with a key. */
export async function chat(litellm: AskedProxy, key: string, model = 'gpt-4o'): Promise<Answer> {
  const messages = [{ role: 'user', content: 'hello' }];
  return await ask(litellm, 'POST /v1/chat/completions', { as: key, body: { model, messages } });
}

/** What the row of a key says. */
export async function infoOf(litellm: AskedProxy, key: string): Promise<Json> {
  return (await ask(litellm, `GET /key/info?key=${key}`)).info;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
