import type { Host } from '../../host.ts';
import { readJsonBody } from '../../input/json-body.ts';
import type { BodyOptions } from '../../input/json-body.ts';
import { parsePairs } from '../../input/pairs.ts';
import { UsageError } from '../../usage-error.ts';
import type { AuthPIInput } from './call.ts';
import type { AuthPIMethod } from './method.ts';

/** The options of `keyrack authpi` that say what goes with a call. */
export interface InputOptions extends BodyOptions {
  readonly query?: readonly string[];
  readonly ifMatch?: string;
  readonly idempotencyKey?: string;
}

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

async function readBody(host: Host, method: AuthPIMethod, given: BodyOptions): Promise<object | undefined> {
  const body = await readJsonBody(host, given);
  if (body !== undefined && method.body === undefined)
    throw new UsageError(`"${method.words}" takes no body`, 'Leave --set and --body out.');
  return body;
}
