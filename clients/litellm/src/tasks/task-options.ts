import { checkCallOptions } from '@keyrack/http';
import type { LiteLLMClient } from '../litellm-client.ts';
import { object, refuse } from '../values/parameter-checks.ts';

/**
 * Looks at what a task was given before it sends the first of its requests.
 *
 * @param own - the names of its options beside those of every call.
 * @throws {ConfigurationError}
 */
export function checkTask<Options>(client: LiteLLMClient, options: Options, own: readonly string[]): Options {
  checkClient(client);
  checkCallOptions('litellm', object('the options of a task', options), { others: own });
  return options;
}

/** @throws {ConfigurationError} for what is no client of a proxy. */
function checkClient(client: LiteLLMClient): void {
  const { keys } = object('the client', client);
  if (typeof keys?.listAll !== 'function' || typeof client.nowMs !== 'function') throw refuse('the client must be a LiteLLMClient');
}
