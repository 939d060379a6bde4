import { randomUUID } from 'node:crypto';
import { NotKnownError } from '../../kit/not-known.ts';
import { keyLimit } from '../access/budgets.ts';
import type { Caller } from '../access/caller.ts';
import { aliased } from '../access/models.ts';
import { release } from '../health/release.ts';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { Json } from '../values/json.ts';
import { Float } from '../values/json.ts';
import { inserted } from '../values/python-text.ts';
import type { Asking } from '../web/endpoint.ts';
import { Answered } from '../web/endpoint.ts';
import { ProxyFailure } from '../web/failures.ts';
import { idOfCalled } from './model-descriptions.ts';
import { modelNamed } from './pricing.ts';

/** The tokens that a mocked answer is said to take. */
const mocked = { promptTokens: 10, completionTokens: 20 };
const answer = 'hello';

type Headers = readonly (readonly [string, string])[];

/** Answers a chat with one word and books what that costs. */
export function chatCompletion(
  { proxy, caller }: Asking,
  { model: named, messages, stream }: { readonly model: Json; readonly messages: Json; readonly stream: Json },
): Answered {
  const model = typeof named === 'string' ? named : null;
  const meant = model !== null && caller.key !== null ? aliased(caller.key, model) : model;
  const refusedHeaders = [...callId(), ['x-litellm-response-cost', '0'] as const, ...keyHeaders(proxy, caller, 0)];
  const { key } = caller;
  const limits = key === null ? [] : withHeaders(refusedHeaders, () => proxy.rateLimits.count(key));
  if (named !== null && model === null) {
    throw new ProxyFailure("'model' must be a string.", {
      status: 400,
      type: 'bad_request_error',
      param: 'model',
      headers: refusedHeaders,
    });
  }
  if (messages === null) throw missingMessages(refusedHeaders);
  if (meant === null || !proxy.settings.models.includes(meant)) throw unknownModel(model, refusedHeaders);
  if (!Array.isArray(messages)) throw new NotKnownError('how messages that are no list are answered');
  const { prompt, completion } = modelNamed(meant);
  const cost = { input: mocked.promptTokens * prompt, output: mocked.completionTokens * completion };
  const id = `chatcmpl-${randomUUID()}`;
  proxy.spend.book({
    token: caller.apiKey ?? '',
    userId: caller.userId,
    teamId: caller.key?.team_id ?? null,
    model: meant,
    cost: cost.input + cost.output,
    ...mocked,
    requestId: id,
  });
  if (caller.key !== null) proxy.rateLimits.countTokens(caller.key, mocked.promptTokens + mocked.completionTokens);
  const created = Math.floor(proxy.nowMs / 1_000);
  if (stream === true) {
    const headers = [
      ...costHeaders({ model: meant, input: 0, output: 0 }, true),
      ...keyHeaders(proxy, caller, 0),
      ...timeHeaders(meant),
      ...limits,
    ];
    const type = 'text/event-stream; charset=utf-8';
    const quiet = [['cache-control', 'no-cache'] as const, ['x-accel-buffering', 'no'] as const];
    return new Answered(null, {
      headers: [...headers, ...quiet],
      stream: { type, chunks: pieces({ id, model: model ?? meant, created }) },
    });
  }
  const headers = [
    ...costHeaders({ model: meant, ...cost }, false),
    ...keyHeaders(proxy, caller, cost.input + cost.output),
    ...timeHeaders(meant),
    ...limits,
  ];
  return new Answered(
    {
      id,
      created,
      model: model ?? meant,
      object: 'chat.completion',
      choices: [{ finish_reason: 'stop', index: 0, message: { content: answer, role: 'assistant' } }],
      usage: {
        completion_tokens: mocked.completionTokens,
        prompt_tokens: mocked.promptTokens,
        total_tokens: mocked.promptTokens + mocked.completionTokens,
      },
    },
    { headers },
  );
}

function pieces({ id, model, created }: { readonly id: string; readonly model: string; readonly created: number }): readonly string[] {
  const piece = (delta: object, more: object = {}) =>
    `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created, model, choices: [{ index: 0, delta, ...more }] })}\n\n`;
  const [first, rest] = [answer.slice(0, 3), answer.slice(3)];
  return [piece({ role: 'assistant', content: first }), piece({ content: rest }), piece({}, { finish_reason: 'stop' }), 'data: [DONE]\n\n'];
}

function costHeaders(
  { model, input, output }: { readonly model: string; readonly input: number; readonly output: number },
  streamed: boolean,
): Headers {
  const total = money(input + output);
  return [
    ...callId(),
    ['x-litellm-model-id', idOfCalled(model)],
    ['x-litellm-model-name', `openai/${model}`],
    ['x-litellm-model-api-base', 'https://api.openai.com'],
    ['x-litellm-version', release],
    ...(streamed ? [] : [['x-litellm-response-cost', total] as const]),
    ['x-litellm-response-cost-original', total],
    ['x-litellm-response-cost-discount-amount', '0.0'],
    ['x-litellm-response-cost-margin-amount', '0.0'],
    ['x-litellm-response-cost-margin-percent', '0.0'],
    ['x-litellm-response-cost-input', money(input)],
    ['x-litellm-response-cost-output', money(output)],
    ['x-litellm-response-cost-tool-usage', '0.0'],
  ];
}

function keyHeaders(proxy: LiteLLMProxy, { key }: Caller, cost: number): Headers {
  const budget = key === null ? null : keyLimit(proxy, key);
  return [
    ...(key === null || key.tpm_limit === null ? [] : [['x-litellm-key-tpm-limit', String(key.tpm_limit)] as const]),
    ...(key === null || key.rpm_limit === null ? [] : [['x-litellm-key-rpm-limit', String(key.rpm_limit)] as const]),
    ...(budget === null ? [] : [['x-litellm-key-max-budget', money(budget)] as const]),
    ['x-litellm-key-spend', money((key?.spend ?? 0) + cost)],
  ];
}

function timeHeaders(model: string): Headers {
  return [
    ['x-litellm-response-duration-ms', '1.0'],
    ['x-litellm-callback-duration-ms', '0.0'],
    ['x-litellm-model-group', model],
    ['x-litellm-attempted-retries', '0'],
    ['x-litellm-attempted-fallbacks', '0'],
  ];
}

function callId(): Headers {
  return [['x-litellm-call-id', randomUUID()]];
}

function unknownModel(model: string | null, headers: Headers): ProxyFailure {
  const message = `/chat/completions: Invalid model name passed in model=${model ?? 'None'}. Call \`/v1/models\` to view available models for your key.`;
  return new ProxyFailure(message, { status: 400, type: 'invalid_request_error', param: null, headers, provider: { error: message } });
}

function missingMessages(headers: Headers): ProxyFailure {
  const message = "/chat/completions: Missing required parameter: 'messages'.";
  return new ProxyFailure(message, { status: 400, type: 'invalid_request_error', param: 'messages', headers });
}

/** Errors of the limits carry the headers of every refused model call. */
function withHeaders<Value>(headers: Headers, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof ProxyFailure)) throw error;
    const { message, status, type, param } = error;
    throw new ProxyFailure(message, { status, type, param, headers: [...error.headers, ...headers] });
  }
}

function money(amount: number): string {
  return inserted(new Float(amount));
}
