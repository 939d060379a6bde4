/**
 * A call of a client with arguments that are right, as an example: where one of them is an object, a list, a function or a flag, nothing
 * else is right in its place. What may be left out is marked by {@link optional}.
 */
export interface RightCall {
  readonly act: (...given: readonly unknown[]) => unknown;
  readonly right: readonly unknown[];
}

/** What a client under trial is looked at with. */
export interface Trial {
  /** Whether an error is one that the client documents for wrong arguments. */
  readonly isRefusal: (error: unknown) => boolean;
  /** How many requests were sent so far. */
  readonly sent: () => number;
}

class Optional {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** Marks an argument that may be left out. */
export function optional(value: unknown): unknown {
  return new Optional(value);
}

/**
 * Makes each call with each of its arguments replaced by what is wrong there, one after the other.
 *
 * @returns what was taken instead of refused, or refused in another way, as `keys.list(null): TypeError: ...`; empty when all is well.
 */
export async function acceptedWrongly(calls: Readonly<Record<string, RightCall>>, trial: Trial): Promise<readonly string[]> {
  const offences: string[] = [];
  for (const [name, { act, right }] of Object.entries(calls)) {
    const values = right.map((value) => (value instanceof Optional ? value.value : value));
    for (const [index, value] of right.entries()) {
      for (const wrong of wrongInsteadOf(value)) {
        const given = values.with(index, wrong);
        const offence = await offenceOf(() => act(...given), trial);
        if (offence !== null) offences.push(`${name}(${given.map((one, at) => (at === index ? shown(one) : '…')).join(', ')}): ${offence}`);
      }
    }
  }
  return offences;
}

/** The calls of a value by their names, each with its right arguments. */
export function callsOf(subject: object, rights: Readonly<Record<string, readonly unknown[]>>): Readonly<Record<string, RightCall>> {
  const callOf = (name: string): RightCall['act'] => {
    const path = name.split('.');
    const owner = path.slice(0, -1).reduce<object>((current, member) => Reflect.get(current, member) as object, subject);
    return (...given) => (Reflect.get(owner, path.at(-1) ?? '') as RightCall['act']).apply(owner, [...given]);
  };
  return Object.fromEntries(Object.entries(rights).map(([name, right]) => [name, { act: callOf(name), right }]));
}

/** The names of everything that can be called on a value and on the objects that it holds, such as `keys.list`. */
export function methodNames(subject: object, passedOver: readonly string[] = []): readonly string[] {
  const names: string[] = [];
  for (const name of memberNames(subject)) {
    if (passedOver.includes(name)) continue;
    const member: unknown = Reflect.get(subject, name);
    if (typeof member === 'function') names.push(name);
    else if (typeof member === 'object' && member !== null && !Array.isArray(member))
      names.push(...methodNames(member, passedOver).map((inner) => `${name}.${inner}`));
  }
  return names.toSorted();
}

function memberNames(subject: object): readonly string[] {
  const names = new Set<string>();
  for (let current: object | null = subject; current !== null && current !== Object.prototype; current = Reflect.getPrototypeOf(current))
    for (const name of Object.getOwnPropertyNames(current)) if (name !== 'constructor') names.add(name);
  return [...names];
}

const anything: readonly unknown[] = [null, 5, 'text', true, [], {}, () => undefined];

function wrongInsteadOf(right: unknown): readonly unknown[] {
  if (right instanceof Optional) return wrongInsteadOf(right.value).filter((value) => value !== undefined);
  const kind = kindOf(right);
  // An id may be a number as well as a text, and an empty object is one with nothing in it.
  const alike = kind === 'text' || kind === 'number' ? ['text', 'number'] : [kind];
  return [undefined, ...anything.filter((value) => !alike.includes(kindOf(value)))];
}

function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'text';
  if (Array.isArray(value)) return 'list';
  return value === null ? 'null' : typeof value;
}

async function offenceOf(act: () => unknown, { isRefusal, sent }: Trial): Promise<string | null> {
  const before = sent();
  try {
    await firstOf(act());
  } catch (error) {
    if (sent() > before) return 'something was sent';
    return isRefusal(error) ? null : String(error);
  }
  return sent() > before ? 'something was sent' : 'it was taken';
}

/** What a call gives; of an iteration its first step. */
async function firstOf(given: unknown): Promise<unknown> {
  if (typeof given !== 'object' || given === null || !(Symbol.asyncIterator in given)) return given;
  const iterator = (given as AsyncIterable<unknown>)[Symbol.asyncIterator](); // the line above has looked
  return iterator.next();
}

function shown(value: unknown): string {
  return typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? 'undefined');
}
