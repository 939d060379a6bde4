import type { AuthPIClient, PreparedCall } from '@keyrack/authpi';
import type { AuthPIMethod, TypedMethod } from './method.ts';

/** What goes with a call. */
export interface AuthPIInput {
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: object | undefined;
  readonly ifMatch: string | undefined;
  readonly idempotencyKey: string | undefined;
}

/** Any method of the client: which of them is called follows from the table, and so does what it takes and gives. */
type Callable = (...given: readonly unknown[]) => unknown;

/** Calls a method that gives one answer. */
export async function callMethod(
  client: AuthPIClient,
  typed: TypedMethod,
  given: AuthPIInput & { readonly signal: AbortSignal },
): Promise<unknown> {
  const { owner, name, ids } = locate(client, typed);
  return invoke(owner, name, [...ids, ...argumentsOf(typed.method, given)]);
}

/** Goes through the pages of a list; one that has no pages is one page. */
export async function* callPages(
  client: AuthPIClient,
  typed: TypedMethod,
  given: AuthPIInput & { readonly signal: AbortSignal },
): AsyncIterable<readonly object[]> {
  const { owner, name } = locate(client, typed);
  const isPaged = Reflect.has(owner, `${name}Pages`);
  const pages = invoke(owner, isPaged ? `${name}Pages` : `${name}All`, argumentsOf(typed.method, given)) as AsyncIterable<object>;
  // Pages hold their items as `data`; see Page.
  if (isPaged) for await (const page of pages) yield Reflect.get(page, 'data') as readonly object[];
  else for await (const item of pages) yield [item];
}

/** The call as it would be sent. */
export async function prepareMethod(client: AuthPIClient, typed: TypedMethod, given: AuthPIInput): Promise<PreparedCall> {
  const { owner, name, ids } = locate(client.prepare, typed);
  return (await invoke(owner, name, [...ids, ...argumentsOf(typed.method, given)])) as PreparedCall; // what every method of `prepare` gives
}

/** Walks along the words: `issuer <id>` is a scope, `users` a resource, the last word the method; ids behind it are its own. */
function locate(
  root: object,
  { method, ids }: TypedMethod,
): { readonly owner: object; readonly name: string; readonly ids: readonly string[] } {
  const words = method.words.split(' ');
  const last = words.findLastIndex((word) => !word.startsWith('<'));
  const left = [...ids];
  let owner = root;
  for (const [place, word] of words.slice(0, last).entries()) {
    if (word.startsWith('<')) continue;
    const member = camelCase(word);
    const isScope = words[place + 1]?.startsWith('<') === true;
    owner = (isScope ? invoke(owner, member, [left.shift()]) : Reflect.get(owner, member)) as object; // a scope or a resource
  }
  return { owner, name: camelCase(words[last] ?? ''), ids: left };
}

/** In the order in which every method of the client takes them: body, query, options. */
function argumentsOf(
  { body: place, query: asked }: AuthPIMethod,
  given: AuthPIInput & { readonly signal?: AbortSignal },
): readonly unknown[] {
  const { query, body, ...rest } = given;
  const options = { ...rest, ...(place === 'option' ? { body } : {}) };
  const said = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return [...(place === 'parameter' ? [body ?? {}] : []), ...(asked === undefined ? [] : [query]), said];
}

function invoke(owner: object, name: string, given: readonly unknown[]): unknown {
  return (Reflect.get(owner, name) as Callable).call(owner, ...given);
}

function camelCase(word: string): string {
  return word.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
