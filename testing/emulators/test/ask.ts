import type { OutlineEmulator } from '../src/index.ts';
import { rawExchange } from '../src/replay/raw-exchange.ts';
import type { RecordedResponse } from '../src/replay/recorded-call.ts';

/** A key as the API shows it. */
export interface KeyJson {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  readonly port: number;
  readonly method: string;
  readonly dataLimit?: { readonly bytes: number };
  readonly accessUrl: string;
}

/** What an answer may hold. Which of it is there is for the test to find out. */
interface AnswerJson extends KeyJson {
  readonly code: string;
  readonly message: string;
  readonly accessKeys: readonly KeyJson[];
  readonly accessKeyDataLimit?: { readonly bytes: number };
  readonly hostnameForAccessKeys: string;
  readonly portForNewAccessKeys: number;
  readonly bytesTransferredByUserId: Readonly<Record<string, number>>;
}

/** An answer with its body read as JSON where it is JSON. */
export interface Answer extends RecordedResponse {
  readonly json: AnswerJson;
}

/** What a test may say about a call. An object as body is sent as JSON, a text as it is. */
export interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Sends `METHOD /path` (below the prefix) on a connection of its own. */
export async function ask(outline: Pick<OutlineEmulator, 'origin' | 'url'>, line: string, call: Call = {}): Promise<Answer> {
  const prefix = new URL(outline.url).pathname;
  return await askAt(outline.origin, line.replace(' ', ` ${prefix}`), call);
}

/** Sends `METHOD /path` with the whole path as given. */
export async function askAt(origin: string, line: string, { headers, body }: Call = {}): Promise<Answer> {
  const [method = '', ...path] = line.split(' ');
  const isJson = body !== undefined && typeof body !== 'string';
  const response = await rawExchange(origin, {
    method,
    path: path.join(' '),
    headers: { ...(isJson ? { 'Content-Type': 'application/json' } : {}), ...headers },
    body: isJson ? JSON.stringify(body) : (body as string | undefined), // checked here
  });
  return { ...response, json: parsed(response.body) as AnswerJson }; // tests look for themselves what is there
}

/** The statuses of many answers, for a glance. */
export function statuses(answers: readonly RecordedResponse[]): readonly number[] {
  return answers.map((answer) => answer.status).toSorted((a, b) => a - b);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
