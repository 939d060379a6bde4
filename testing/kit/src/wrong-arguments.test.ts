import { expect, test } from 'vitest';
import { acceptedWrongly, callsOf, methodNames, optional } from './wrong-arguments.ts';

class RefusedError extends Error {}

/** Counts what is sent. */
class Sender {
  sent = 0;
  readonly trial = { isRefusal: (error: unknown) => error instanceof RefusedError, sent: () => this.sent };
}

function demand(isRight: boolean): void {
  if (!isRight) throw new RefusedError('refused');
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

test('finds nothing where everything wrong is refused before anything is sent', async () => {
  const sender = new Sender();
  const keys = {
    async get(id: unknown, options: unknown = {}): Promise<void> {
      demand(typeof id === 'string' || typeof id === 'number');
      demand(isObject(options));
      sender.sent += 1;
    },
  };
  expect(await acceptedWrongly(callsOf({ keys }, { 'keys.get': ['7', optional({})] }), sender.trial)).toEqual([]);
});

test.each<[string, (options: never, sender: Sender) => unknown, string]>([
  ['takes things out of whatever it is given', ({ name }: { readonly name?: string }) => demand(name === undefined), 'text): it was taken'],
  ['trips over nothing', (options: { readonly name: string }) => demand(options.name === ''), 'TypeError'],
  [
    'sends first and looks later',
    async (options: unknown, sender: Sender) => demand((sender.sent += 1) < 0 || isObject(options)),
    'something was sent',
  ],
  ['gives an iteration that takes anything', async function* () {}, 'it was taken'],
])('finds one that %s', async (_, act, expected) => {
  const sender = new Sender();
  // What is wrong is given past the types, as a program without types does it.
  const careless = { act: (given: unknown) => act(given as never, sender), right: [{}] };
  const offences = await acceptedWrongly({ careless }, sender.trial);
  expect(offences.join('\n').replaceAll('"', '')).toContain(expected);
});

test('names what can be called, however deep, and nothing of what is passed over', () => {
  class Base {
    close(): void {}
    list(): void {}
  }
  class Client extends Base {
    readonly keys = { make: () => undefined, size: 5 };
    get(): void {}
  }
  expect(methodNames(new Client(), ['close'])).toEqual(['get', 'keys.make', 'list']);
});
