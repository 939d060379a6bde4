import type { LiteLLMEmulator } from '../litellm/start.ts';
import { LiteLLMComparison, sameShape } from './litellm-comparison.ts';
import type { LiteLLMCall } from './litellm-recording.ts';
import { ownHeaders, parsedBody } from './litellm-recording.ts';
import { rawExchange } from './raw-exchange.ts';

/** A call that is answered otherwise than recorded. */
export interface Deviation {
  readonly n: number;
  readonly title: string;
  readonly differences: readonly string[];
}

/** A proxy with nothing in it that recorded calls are sent to. */
export interface ReplayTarget {
  readonly origin: string;
  /** Called before each call. Gives the instant of the target's own time that stands for the one at which the call was recorded. */
  moment(call: LiteLLMCall, recordedMs: number): Promise<number>;
}

/** The least time between two calls, so that rows made by them have an order. */
const stepMs = 7;

/** An emulator whose clock is set to the recorded times. */
export function emulatedTarget({ origin, clock }: Pick<LiteLLMEmulator, 'origin' | 'clock'>): ReplayTarget {
  let nowMs = 0;
  clock.freeze(true);
  return {
    origin,
    moment: async (_call, recordedMs) => {
      nowMs = Math.max(nowMs + stepMs, recordedMs);
      clock.set(nowMs);
      return recordedMs;
    },
  };
}

/** Sends the calls of one scenario in order, and returns those that are answered otherwise. */
export async function replayScenario(target: ReplayTarget, calls: readonly LiteLLMCall[]): Promise<readonly Deviation[]> {
  const comparison = new LiteLLMComparison();
  const deviations: Deviation[] = [];
  for (const call of calls) {
    const { n, title, request, response, wordingVaries } = call;
    const recordedMs = Date.parse(response.headers['date'] ?? '');
    const actualMs = await target.moment(call, recordedMs);
    comparison.timeline.add(recordedMs, actualMs);
    comparison.bindDay(recordedMs, actualMs);
    const { method, path, headers, body } = request;
    const sent = {
      method,
      path: comparison.inThisRun(path),
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, comparison.inThisRun(value)])),
      body: body === undefined ? undefined : comparison.inThisRun(body),
    };
    const actual = await rawExchange(target.origin, sent);
    const differences: string[] = [];
    if (actual.status !== response.status) differences.push(`status: recorded ${response.status}, now ${actual.status}`);
    const { date: _date, ...recordedHeaders } = response.headers;
    const now = ownHeaders(actual);
    for (const name of new Set([...Object.keys(recordedHeaders), ...Object.keys(now)])) {
      differences.push(...comparison.differences(recordedHeaders[name], now[name], `header ${name}`));
    }
    const parsed = parsedBody(actual.body);
    if (!wordingVaries) differences.push(...comparison.differences(response.body, parsed));
    else if (!sameShape(response.body, parsed)) differences.push('body: another shape');
    if (differences.length > 0) deviations.push({ n, title, differences });
  }
  return deviations;
}
