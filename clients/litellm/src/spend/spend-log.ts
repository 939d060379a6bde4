import { readInstant } from '../values/instant.ts';
import { readCount, readFields, readList, readNumber, readObject, readRecord, readText, readTexts } from '../values/reading.ts';
import type { Fields, Readers } from '../values/reading.ts';

/** One call of a model. Instants are ISO 8601 in UTC with milliseconds; amounts are in the proxy's currency. */
export interface SpendLog {
  readonly request_id: string | null;
  /** `acompletion`, `aembedding`, ... */
  readonly call_type: string | null;
  /** The token of the key that was used, no secret. */
  readonly api_key: string | null;
  readonly spend: number;
  readonly total_tokens: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly startTime: string | null;
  readonly endTime: string | null;
  readonly completionStartTime: string | null;
  readonly request_duration_ms: number | null;
  /** As the proxy called it: `openai/gpt-4o`. */
  readonly model: string | null;
  readonly model_id: string | null;
  /** As it was called by: `gpt-4o`. */
  readonly model_group: string | null;
  readonly custom_llm_provider: string | null;
  readonly api_base: string | null;
  /** The user of the key; empty for none. */
  readonly user: string | null;
  readonly metadata: Fields;
  readonly cache_hit: string | null;
  readonly cache_key: string | null;
  readonly request_tags: readonly string[];
  /** Empty for none. */
  readonly team_id: string | null;
  /** Empty for none. */
  readonly organization_id: string | null;
  readonly end_user: string | null;
  readonly agent_id: string | null;
  readonly requester_ip_address: string | null;
  readonly session_id: string | null;
  /** `success` or `failure`. */
  readonly status: string | null;
  readonly mcp_namespaced_tool_name: string | null;
  readonly billing_agent_id: string | null;
  readonly litellm_call_id: string | null;
  readonly created_at: string | null;
  readonly updated_at: string | null;
  /** Whatever was said, where the proxy was set up to keep it. */
  readonly messages: unknown;
  /** Whatever was answered, where the proxy was set up to keep it. */
  readonly response: unknown;
  readonly proxy_server_request: unknown;
}

const asIs = (value: unknown): unknown => value;

const logFields: Readers<SpendLog> = {
  request_id: readText,
  call_type: readText,
  api_key: readText,
  spend: readCount,
  total_tokens: readCount,
  prompt_tokens: readCount,
  completion_tokens: readCount,
  startTime: readInstant,
  endTime: readInstant,
  completionStartTime: readInstant,
  request_duration_ms: readNumber,
  model: readText,
  model_id: readText,
  model_group: readText,
  custom_llm_provider: readText,
  api_base: readText,
  user: readText,
  metadata: readRecord,
  cache_hit: readText,
  cache_key: readText,
  request_tags: readTexts,
  team_id: readText,
  organization_id: readText,
  end_user: readText,
  agent_id: readText,
  requester_ip_address: readText,
  session_id: readText,
  status: readText,
  mcp_namespaced_tool_name: readText,
  billing_agent_id: readText,
  litellm_call_id: readText,
  created_at: readInstant,
  updated_at: readInstant,
  messages: asIs,
  response: asIs,
  proxy_server_request: asIs,
};

/** @throws {DecodeError} */
export function decodeSpendLogs(body: unknown): readonly SpendLog[] {
  return readList(body, '').map((row, index) => readFields(readObject(row, `[${index}]`), logFields));
}
