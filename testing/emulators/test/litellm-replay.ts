import type { LiteLLMEmulator } from '../src/index.ts';
import { rawExchange } from '../src/replay/raw-exchange.ts';
import { LiteLLMComparison, sameShape } from './litellm-comparison.ts';
import type { LiteLLMCall } from './litellm-recording.ts';
import { ownHeaders, withKinds } from './litellm-recording.ts';

/** A call that is answered otherwise than recorded. */
export interface Deviation {
  readonly n: number;
  readonly title: string;
  readonly differences: readonly string[];
}

/** The least time between two calls, so that rows made by them have an order. */
const stepMs = 7;

/** Sends the calls of one scenario in order, at the recorded times, and returns those that are answered otherwise. */
export async function replayScenario(litellm: LiteLLMEmulator, calls: readonly LiteLLMCall[]): Promise<readonly Deviation[]> {
  const comparison = new LiteLLMComparison();
  const deviations: Deviation[] = [];
  let nowMs = 0;
  litellm.clock.freeze(true);
  for (const { n, title, request, response, wordingVaries } of calls) {
    nowMs = Math.max(nowMs + stepMs, Date.parse(response.headers['date'] ?? ''));
    litellm.clock.set(nowMs);
    const { method, path, headers, body } = request;
    const sent = {
      method,
      path: comparison.inThisRun(path),
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, comparison.inThisRun(value)])),
      body: body === undefined ? undefined : comparison.inThisRun(body),
    };
    const actual = await rawExchange(litellm.origin, sent);
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

function parsedBody(body: string): unknown {
  if (body === '') return '';
  try {
    return withKinds(body);
  } catch {
    return body;
  }
}
