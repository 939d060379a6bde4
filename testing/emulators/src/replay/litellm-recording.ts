import { readFileSync } from 'node:fs';
import type { RecordedResponse } from './recorded-call.ts';

/** One call of a recording, with what the real proxy answered. */
export interface LiteLLMCall {
  readonly n: number;
  readonly scenario: string;
  readonly title: string;
  /** How long the recorder waited before it, in milliseconds. */
  readonly afterMs: number;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | undefined;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    /** The body with every number as a text that keeps its kind: `i:1` or `f:1`. */
    readonly body: unknown;
  };
  /** Part of the message is the database engine's wording: only status and shape count. */
  readonly wordingVaries: boolean;
}

interface Line {
  readonly n: number;
  readonly scenario: string;
  readonly title: string;
  readonly request: { readonly method: string; readonly path: string; readonly headers: Record<string, string>; readonly rawBody?: string };
  readonly response: { readonly status: number; readonly headers: Record<string, string>; readonly body: unknown };
  readonly after?: number;
  readonly note?: string;
}

/** The scenarios of a recording, each with its calls in order. */
export function litellmScenarios(file: URL): ReadonlyMap<string, readonly LiteLLMCall[]> {
  const text = readFileSync(file, 'utf8');
  const scenarios = new Map<string, LiteLLMCall[]>();
  for (const line of text.trim().split('\n')) {
    const call = readCall(line);
    scenarios.set(call.scenario, [...(scenarios.get(call.scenario) ?? []), call]);
  }
  return scenarios;
}

function readCall(line: string): LiteLLMCall {
  const { n, scenario, title, request, response, after = 0, note } = JSON.parse(line) as Line; // a file of ours, in this form
  const marked = withKinds(line) as Line; // the same with marked numbers
  const body = request.rawBody ?? bodyText(line);
  return {
    n,
    scenario,
    title,
    afterMs: after * 1_000,
    request: { method: request.method, path: request.path, headers: request.headers, body },
    response: { status: response.status, headers: response.headers, body: marked.response.body },
    wordingVaries: note !== undefined,
  };
}

/** The request's body as it stands in the line, so that `1.0` stays `1.0`. */
function bodyText(line: string): string | undefined {
  const start = line.indexOf('"body": ', line.indexOf('"request": '));
  const end = line.indexOf('}, "response": ');
  return start < 0 || start > end ? undefined : line.slice(start + '"body": '.length, end);
}

type WithSource = (text: string, reviver: (name: string, value: unknown, context: { readonly source?: string }) => unknown) => unknown;

/** Reads JSON and marks numbers by their kind: `i:1` for 1, `f:1` for 1.0. */
function withKinds(text: string): unknown {
  const parse = JSON.parse as unknown as WithSource; // the third argument is not in the library's types yet
  return parse(text, (_name, value, { source }) => {
    if (typeof value !== 'number') return value;
    return /[.e]/i.test(source ?? '') ? `f:${value}` : `i:${source}`;
  });
}

/** The body of an answer as recordings keep it: JSON with marked numbers, or a text. */
export function parsedBody(body: string): unknown {
  if (body === '') return '';
  try {
    return withKinds(body);
  } catch {
    return body;
  }
}

/** Headers that every answer has; the recording leaves them out. */
const common = [
  'date',
  'connection',
  'keep-alive',
  'content-length',
  'vary',
  'x-frame-options',
  'content-security-policy',
  'x-content-type-options',
];

/** The headers of an answer that the recording would have kept. */
export function ownHeaders(response: RecordedResponse): Record<string, string> {
  return Object.fromEntries(Object.entries(response.headers).filter(([name]) => !common.includes(name)));
}
