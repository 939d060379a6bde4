import { AbortedError, checkCallOptions, checkFunction, ConfigurationError, HttpError } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';

/** What became of one item of a bulk call. */
export type BulkResult<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  /** Its `outcome` tells whether the change may have been made all the same. */
  | { readonly kind: 'failed'; readonly error: HttpError }
  /** Nothing was sent for it, since another one had failed before. */
  | { readonly kind: 'not-started' };

/** How far a bulk call is. */
export interface BulkProgress {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
}

/** The options of a bulk call; those of a single call hold for each of its calls. */
export interface BulkOptions extends CallOptions {
  /**
   * The most calls under way at once, 1 to 1,024; the client's `maxConnections` holds beside it.
   * @default 8
   */
  readonly maxConcurrency?: number;
  /**
   * `true` starts nothing more after a failure, waits for what is under way, and throws a {@link BulkError} with all results.
   * `false` tries everything and gives the failures back among the results.
   * @default true
   */
  readonly failFast?: boolean;
  /** Told after each item. What it throws is dropped. */
  readonly onProgress?: (progress: BulkProgress) => void;
}

/** A bulk call with `failFast` met a failure. Nothing is lost: `results` has an entry for each item, in their order. */
export class BulkError<Value = unknown> extends HttpError {
  static override readonly errorName: string = '@keyrack/outline/BulkError';

  readonly code = 'bulk-failed';
  readonly results: readonly BulkResult<Value>[];
  /** The failure that came first. */
  readonly first: HttpError;

  constructor(first: HttpError, results: readonly BulkResult<Value>[]) {
    const { done, failed, total } = countResults(results);
    const { system, method, route, requestId, attempts, retryable } = first;
    const summary = `${failed} of ${total} failed, ${done} done, ${total - done - failed} not started`;
    const details = { system, method, route, requestId, attempts, retryable, outcome: outcomeOf(results) };
    super({ fault: `${summary}; first: ${first.fault}`, advice: first.advice }, details);
    this.first = first;
    this.results = results;
    Object.defineProperty(this, 'results', { enumerable: false });
  }
}

/** Counts what became of the items. */
function countResults(results: readonly BulkResult<unknown>[]): BulkProgress {
  const of = (kind: BulkResult<unknown>['kind']): number => results.filter((result) => result.kind === kind).length;
  return { done: of('done'), failed: of('failed'), total: results.length };
}

/**
 * Does the same for many items.
 *
 * @returns a result for each item, in their order.
 * @throws {ConfigurationError} when an option is wrong, before anything is sent.
 * @throws {BulkError} with `failFast`, when an item has failed.
 */
export async function inBulk<Item, Value>(
  items: Iterable<Item>,
  act: (item: Item, options: CallOptions) => Promise<Value>,
  options: BulkOptions = {},
): Promise<readonly BulkResult<Value>[]> {
  checkCallOptions('outline', options, { flags: ['failFast'], others: ['maxConcurrency', 'onProgress'] });
  const { maxConcurrency = 8, failFast = true, onProgress, ...callOptions } = options;
  if (!Number.isInteger(maxConcurrency) || maxConcurrency < 1 || maxConcurrency > 1_024) {
    throw new ConfigurationError('outline', 'maxConcurrency is a whole number from 1 to 1024');
  }
  if (onProgress !== undefined) checkFunction('outline', 'onProgress', onProgress);
  const all = [...items];
  const results: BulkResult<Value>[] = all.map(() => ({ kind: 'not-started' }));
  let done = 0;
  let failed = 0;
  let next = 0;
  let first: HttpError | undefined;
  const lane = async (): Promise<void> => {
    while (next < all.length && !(failFast && first !== undefined)) {
      const index = next;
      next += 1;
      // There is an item at every index below the length.
      const result = await attempt(() => act(all[index] as Item, callOptions));
      results[index] = result;
      if (result.kind === 'failed') {
        failed += 1;
        first ??= result.error;
        // Whoever aborts wants nothing more, not a failure for each of the rest.
        if (AbortedError.isInstance(result.error)) next = all.length;
      } else done += 1;
      report(onProgress, { done, failed, total: all.length });
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxConcurrency, all.length) }, lane));
  if (first !== undefined && failFast) throw new BulkError(first, results);
  return results;
}

async function attempt<Value>(act: () => Promise<Value>): Promise<BulkResult<Value>> {
  try {
    return { kind: 'done', value: await act() };
  } catch (error) {
    if (HttpError.isInstance(error)) return { kind: 'failed', error };
    throw error;
  }
}

/** Of the whole: what is certain to have been left undone only counts when nothing else happened. */
function outcomeOf(results: readonly BulkResult<unknown>[]): HttpError['outcome'] {
  const outcomes = results.map((result) =>
    result.kind === 'failed' ? result.error.outcome : result.kind === 'done' ? 'applied' : 'not-applied',
  );
  if (outcomes.includes('unknown')) return 'unknown';
  return outcomes.includes('applied') ? 'applied' : 'not-applied';
}

function report(onProgress: BulkOptions['onProgress'], progress: BulkProgress): void {
  try {
    onProgress?.(progress);
  } catch {
    // A display that fails must not leave half of the work unaccounted for.
  }
}
