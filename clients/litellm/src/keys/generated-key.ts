import type { AnswerToDecode } from '@keyrack/http';
import type { Secret } from '@keyrack/secret';
import { MissingSecretError } from '../errors/errors.ts';
import { readBoolean, readNumber, readObject, readRecordOrNull, readRecords, readSecret, readText, readTexts } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';
import { hashKey, isToken } from './key-hash.ts';
import { readKey } from './key.ts';
import type { Key } from './key.ts';

/**
 * A new key with its secret, which exists in this answer only. The rest of the answer is less than what was stored: limits of single
 * models stand in `metadata` only, and when the budget is reset is not told at all; `info` shows everything.
 */
export interface GeneratedKey extends Key, Echo {
  readonly key: Secret;
}

/** What was asked for, repeated as it was asked. What is not repeated is null, stored or not. */
interface Echo {
  /** Null whatever was asked for; `expires` tells. */
  readonly duration: string | null;
  readonly model_rpm_limit: Fields | null;
  readonly model_tpm_limit: Fields | null;
  readonly mcp_rpm_limit: Fields | null;
  readonly tag_rpm_limit: Fields | null;
  readonly default_estimated_output_tokens: number | null;
  readonly default_estimated_output_tokens_per_model: Fields | null;
  readonly end_user_budget_id: string | null;
  readonly tags: readonly string[] | null;
  readonly guardrails: readonly string[] | null;
  readonly prompts: readonly string[] | null;
  readonly disable_global_guardrails: boolean | null;
  readonly enable_prompt_caching: boolean | null;
  readonly throttle_on_budget_exceeded: boolean | null;
  readonly enforced_params: readonly string[] | null;
  readonly allowed_passthrough_routes: readonly string[] | null;
  readonly denied_passthrough_routes: readonly string[] | null;
  readonly allowed_vector_store_indexes: readonly Fields[] | null;
  readonly rpm_limit_type: string | null;
  readonly tpm_limit_type: string | null;
}

const textsOrNull = (value: unknown): readonly string[] | null => (Array.isArray(value) ? readTexts(value) : null);

const recordsOrNull = (value: unknown): readonly Fields[] | null => (Array.isArray(value) ? readRecords(value) : null);

function readEcho(fields: Fields): Echo {
  return {
    duration: readText(fields['duration']),
    model_rpm_limit: readRecordOrNull(fields['model_rpm_limit']),
    model_tpm_limit: readRecordOrNull(fields['model_tpm_limit']),
    mcp_rpm_limit: readRecordOrNull(fields['mcp_rpm_limit']),
    tag_rpm_limit: readRecordOrNull(fields['tag_rpm_limit']),
    default_estimated_output_tokens: readNumber(fields['default_estimated_output_tokens']),
    default_estimated_output_tokens_per_model: readRecordOrNull(fields['default_estimated_output_tokens_per_model']),
    end_user_budget_id: readText(fields['end_user_budget_id']),
    tags: textsOrNull(fields['tags']),
    guardrails: textsOrNull(fields['guardrails']),
    prompts: textsOrNull(fields['prompts']),
    disable_global_guardrails: readBoolean(fields['disable_global_guardrails']),
    enable_prompt_caching: readBoolean(fields['enable_prompt_caching']),
    throttle_on_budget_exceeded: readBoolean(fields['throttle_on_budget_exceeded']),
    enforced_params: textsOrNull(fields['enforced_params']),
    allowed_passthrough_routes: textsOrNull(fields['allowed_passthrough_routes']),
    denied_passthrough_routes: textsOrNull(fields['denied_passthrough_routes']),
    allowed_vector_store_indexes: recordsOrNull(fields['allowed_vector_store_indexes']),
    rpm_limit_type: readText(fields['rpm_limit_type']),
    tpm_limit_type: readText(fields['tpm_limit_type']),
  };
}

/** It gets into errors, so nothing else passes for one. */
function readToken(value: unknown): string | undefined {
  return typeof value === 'string' && isToken(value) ? value : undefined;
}

/**
 * @param chosen - the secret that the caller has chosen; then the answer need not repeat it.
 * @throws {MissingSecretError} when nobody knows the secret.
 * @throws {DecodeError} when the answer is nothing of the kind.
 */
export function decodeGeneratedKey(
  body: unknown,
  answer: AnswerToDecode,
  chosen?: { readonly key: Secret; readonly token: string },
): GeneratedKey | Promise<GeneratedKey> {
  const fields = readObject(body, '');
  const key = readSecret(fields['key']) ?? chosen?.key;
  const token = readToken(fields['token']) ?? readToken(fields['token_id']) ?? chosen?.token;
  if (key === undefined) throw new MissingSecretError(answer.errorDetails(), token ?? null);
  const keyOf = (known: string): GeneratedKey => ({ ...readKey(fields, known), ...readEcho(fields), key });
  return token === undefined ? hashKey(key).then(keyOf) : keyOf(token);
}
