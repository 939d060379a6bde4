import type { Host } from '../host.ts';
import { UsageError } from '../usage-error.ts';
import { parsePairs } from './pairs.ts';
import { readSecretText } from './secret-text.ts';

/** The options that say what goes with a call. */
export interface BodyOptions {
  readonly set?: readonly string[];
  readonly body?: string;
}

/** What arguments must not hold: everybody on this machine can read them. */
const secretName = /password|secret|token|credential/i;

/** Reads `--body` with `--set` laid over it; undefined: neither was given. @throws {UsageError} */
export async function readJsonBody(host: Host, { set = [], body }: BodyOptions): Promise<object | undefined> {
  if (set.length === 0 && body === undefined) return undefined;
  const read = body === undefined ? {} : parseObject((await readSecretText(host, body)).reveal());
  const fields = Object.entries(parsePairs(set, '--set')).map(([name, text]) => {
    const value = jsonOrText(text);
    // Whether a password must be changed is no secret.
    if (secretName.test(name) && typeof value !== 'boolean')
      throw new UsageError(`--set must not hold "${name}": others can read arguments`, 'Give it in a file, or with --body -.');
    return [name, value];
  });
  return { ...read, ...(Object.fromEntries(fields) as object) };
}

function parseObject(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw new UsageError('--body is not JSON', 'Give a file that holds one JSON object, or - for standard input.');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new UsageError('--body is not one JSON object', 'Give a file that holds one JSON object, or - for standard input.');
}

/** `7`, `true`, `null`, lists and objects are what they look like; everything else is a text. */
function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
