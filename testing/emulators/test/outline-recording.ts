import { readFileSync } from 'node:fs';
import type { ValueForm } from '../src/replay/compare.ts';
import type { RecordedCall, RecordedResponse } from '../src/replay/recorded-call.ts';

/** What the recording's placeholders stand for in this run. */
export interface Placeholders {
  readonly prefix: string;
  readonly apiPort: number;
}

interface Line {
  readonly n: number | string | null;
  readonly title: string;
  readonly request?: { readonly method: string; readonly path: string; readonly headers?: Record<string, string>; readonly body?: string };
  readonly response: RecordedResponse | null;
  readonly alternatives?: readonly RecordedResponse[];
  readonly replay?: boolean;
}

/** The calls of the recording that can be repeated; with `released`, as the newest release answers them. */
export function outlineCalls(placeholders: Placeholders, released = false): readonly RecordedCall[] {
  const text = readFileSync(new URL('../recordings/outline.jsonl', import.meta.url), 'utf8');
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line); // a file of ours, in this form
  return lines.flatMap(({ n, title, request, response, alternatives, replay }) => {
    if (request === undefined || replay === false) return [];
    const chosen = (released ? alternatives?.[0] : undefined) ?? response;
    return {
      name: `#${n} ${title}`,
      request: {
        method: request.method,
        path: filled(request.path, placeholders),
        headers: request.headers ?? {},
        body: request.body === undefined ? undefined : filled(request.body, placeholders),
      },
      response:
        chosen === null
          ? null
          : { ...chosen, body: filled(chosen.body, placeholders), headers: filledValues(chosen.headers, placeholders) },
    };
  });
}

/** The forms of what an Outline server makes up: its id, its birth, its port, generated passwords. */
export function outlineForms(calls: readonly RecordedCall[]): Readonly<Record<string, ValueForm>> {
  const sent = calls.map((call) => call.request.body ?? '');
  const defaultPort: ValueForm = (recorded, actual, bindings) =>
    sent.some((body) => body.includes(`"port":${String(recorded)}`))
      ? { value: recorded }
      : volatile('port', isPort)(recorded, actual, bindings);
  return {
    serverId: volatile('serverId', (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)),
    createdTimestampMs: volatile('createdTimestampMs', (value) => Number.isSafeInteger(value) && String(value).length === 13),
    port: defaultPort,
    portForNewAccessKeys: defaultPort,
    password: (recorded, actual, bindings) =>
      sent.some((body) => body.includes(JSON.stringify(recorded)))
        ? { value: recorded }
        : volatile('password', isGenerated)(recorded, actual, bindings),
    accessUrl: (recorded, _actual, bindings) => {
      const [, userInfo = '', host, port] = /^ss:\/\/([^@]*)@(.*):(\d+)\/\?outline=1$/.exec(String(recorded)) ?? [];
      const [, method, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(userInfo, 'base64url').toString()) ?? [];
      const credentials = Buffer.from(`${method}:${bindings.actualFor('password', password)}`).toString('base64url');
      return { value: `ss://${credentials}@${host}:${bindings.actualFor('port', Number(port))}/?outline=1` };
    },
  };
}

function volatile(kind: string, fits: (value: unknown) => boolean): ValueForm {
  return (recorded, actual, bindings) => {
    if (!fits(actual)) return { wrong: `${JSON.stringify(actual)} has not the form of a ${kind}` };
    if (!bindings.bind(kind, recorded, actual)) return { wrong: `${JSON.stringify(actual)} stands for another ${kind} already` };
    return { value: actual };
  };
}

function isPort(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1024 && value <= 65_535;
}

function isGenerated(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9A-Za-z]{22}$/.test(value);
}

function filled(text: string, { prefix, apiPort }: Placeholders): string {
  return text.replaceAll('{prefix}', prefix).replaceAll('{prefix_lower}', prefix.toLowerCase()).replaceAll('{apiPort}', String(apiPort));
}

function filledValues(values: Readonly<Record<string, string>>, placeholders: Placeholders): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, filled(value, placeholders)]));
}
