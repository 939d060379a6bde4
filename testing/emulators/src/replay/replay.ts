import type { Comparison } from './compare.ts';
import { differences } from './compare.ts';
import { rawExchange } from './raw-exchange.ts';
import type { RecordedCall } from './recorded-call.ts';

/** A call whose answer may differ, and why. */
export interface ReplayException {
  /** The call's name. */
  readonly name: string;
  readonly reason: string;
}

/** What a replay needs. */
export interface ReplayOptions extends Comparison {
  /** Scheme, host and port of the system under test. */
  readonly origin: string;
  /** Calls in their recorded order. */
  readonly calls: readonly RecordedCall[];
  readonly exceptions: readonly ReplayException[];
}

/** How a replay went. */
export interface ReplayReport {
  readonly sent: number;
  readonly compared: number;
  /** Calls that differ though no exception is declared, with every difference. */
  readonly failures: readonly { readonly name: string; readonly differences: readonly string[] }[];
  /** Exceptions that were needed. */
  readonly excused: readonly ReplayException[];
  /** Exceptions whose call is the same as recorded or does not exist: they must go. */
  readonly needless: readonly ReplayException[];
}

/** Sends recorded calls in order, each on a connection of its own, and compares the answers. */
export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const exceptions = new Map(options.exceptions.map((exception) => [exception.name, exception]));
  const failures: { readonly name: string; readonly differences: readonly string[] }[] = [];
  const excused: ReplayException[] = [];
  let compared = 0;
  for (const { name, request, response } of options.calls) {
    const actual = await rawExchange(options.origin, request);
    if (response === null) continue;
    compared += 1;
    const found = differences(response, actual, options);
    const exception = exceptions.get(name);
    if (found.length === 0) continue;
    if (exception === undefined) failures.push({ name, differences: found });
    else excused.push(exception);
  }
  const needless = options.exceptions.filter((exception) => !excused.includes(exception));
  return { sent: options.calls.length, compared, failures, excused, needless };
}
