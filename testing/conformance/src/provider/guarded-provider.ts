import { LifecycleError } from '@keyrack/contracts';
import type { Provider } from '@keyrack/contracts';
import { describeThoroughly } from './describe-thoroughly.ts';

/** Told about every failed call: what its error shows, or what is wrong with the error as such. */
export interface FailureWatch {
  seen(where: string, text: string): void;
  violated(message: string): void;
}

/** Passes every call on and watches what its failures show, so that no test can overlook a foreign error or a leak. */
export function guardProvider(provider: Provider, watch: FailureWatch): Provider {
  const inspectFailure = (method: string, error: unknown): void => {
    if (!LifecycleError.isInstance(error)) watch.violated(`${method} failed with something that is no LifecycleError: ${String(error)}`);
    watch.seen(`the error of ${method}`, describeThoroughly(error));
  };
  return new Proxy(provider, {
    get(target, property) {
      // Read with the target as `this`, so that private members of classes stay reachable.
      const member: unknown = Reflect.get(target, property, target);
      if (typeof member !== 'function') return member;
      const method = String(property);
      return (...args: unknown[]): unknown => {
        try {
          const result: unknown = Reflect.apply(member, target, args);
          if (result instanceof Promise) result.catch((error: unknown) => inspectFailure(method, error));
          return isAsyncIterable(result) ? watched(result, (error) => inspectFailure(method, error)) : result;
        } catch (error) {
          watch.violated(`${method} throws before it returns a promise`);
          throw error;
        }
      };
    },
  });
}

async function* watched(items: AsyncIterable<unknown>, onFailure: (error: unknown) => void): AsyncGenerator<unknown> {
  try {
    yield* items;
  } catch (error) {
    onFailure(error);
    throw error;
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
