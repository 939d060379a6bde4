import type { Host } from '../../host.ts';
import { parsePairs } from '../../input/pairs.ts';
import { readSecretText } from '../../input/secret-text.ts';
import { UsageError } from '../../usage-error.ts';
import type { AuthPIInput } from './call.ts';
import type { AuthPIMethod } from './method.ts';

/** The options of `keyrack authpi` that say what goes with a call. */
export interface InputOptions {
  readonly set?: readonly string[];
  readonly body?: string;
  readonly query?: readonly string[];
  readonly ifMatch?: string;
  readonly idempotencyKey?: string;
}

/** What arguments must not hold: everybody on this machine can read them. */
const secretName = /password|secret|token|credential/i;

/** Reads what goes with a call. @throws {UsageError} for what the method does not take. */
export async function readInput(host: Host, method: AuthPIMethod, options: InputOptions): Promise<AuthPIInput> {
  const { ifMatch, idempotencyKey } = options;
  if (idempotencyKey !== undefined && method.verb !== 'POST')
    throw new UsageError(`"${method.words}" takes no --idempotency-key`, 'Leave it out: only what makes something has one.');
  if (ifMatch !== undefined && method.verb === 'GET')
    throw new UsageError(`"${method.words}" takes no --if-match`, 'Leave it out: it reads, and changes nothing.');
  return { query: readQuery(method, options.query ?? []), body: await readBody(host, method, options), ifMatch, idempotencyKey };
}

function readQuery({ query = {}, words }: AuthPIMethod, pairs: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(parsePairs(pairs, '--query')).map(([name, text]) => {
      const type = Object.hasOwn(query, name) ? query[name] : undefined;
      if (type === undefined) {
        const known = Object.keys(query);
        throw new UsageError(
          `"${words}" cannot be asked for "${name}"`,
          known.length === 0 ? 'Leave --query out.' : `Known are: ${known.join(', ')}.`,
        );
      }
      return [name, valueOf(type, { name, text })];
    }),
  );
}

function valueOf(type: string, { name, text }: { readonly name: string; readonly text: string }): unknown {
  if (type === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true';
    throw new UsageError(`--query ${name} is neither true nor false`, 'Give one of them.');
  }
  if (type !== 'integer' && type !== 'number') return text;
  if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  throw new UsageError(`--query ${name} is no number`, 'Give digits.');
}

async function readBody(host: Host, method: AuthPIMethod, { set = [], body }: InputOptions): Promise<object | undefined> {
  if (set.length === 0 && body === undefined) return undefined;
  if (method.body === undefined) throw new UsageError(`"${method.words}" takes no body`, 'Leave --set and --body out.');
  const read = body === undefined ? {} : parseObject((await readSecretText(host, body)).reveal());
  const fields = Object.entries(parsePairs(set, '--set')).map(([name, text]) => {
    if (secretName.test(name))
      throw new UsageError(`--set must not hold "${name}": others can read arguments`, 'Give it in a file, or with --body -.');
    return [name, jsonOrText(text)];
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
