import { readList, readNumber, readObject, readRecord, readRequiredText, readText } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';

/** A model that a key may call. */
export interface Model {
  /** The name to call it by. */
  readonly id: string;
  /** ISO 8601 in UTC; the same for all models on known proxies. */
  readonly created: string | null;
  readonly owned_by: string | null;
  /** `chat`, `embedding`, ... */
  readonly mode: string | null;
  readonly max_input_tokens: number | null;
  readonly max_output_tokens: number | null;
}

/** Instants further away have no four-digit year. */
const latestSeconds = 60_000_000_000;

/** A model as the proxy was set up with it. */
export interface ModelDeployment {
  readonly model_name: string;
  /** How the proxy calls it, without credentials. */
  readonly litellm_params: Fields;
  /** Prices, sizes, the deployment's own id. */
  readonly model_info: Fields;
}

/** @throws {DecodeError} */
export function decodeModels(body: unknown): readonly Model[] {
  return readList(readObject(body, '')['data'], 'data').map((item, index) => decodeModel(item, `data[${index}]`));
}

/** @throws {DecodeError} */
export function decodeModel(body: unknown, path = ''): Model {
  const fields = readObject(body, path);
  const created = readNumber(fields['created']);
  return {
    id: readRequiredText(fields['id'], path === '' ? 'id' : `${path}.id`),
    created: created === null || Math.abs(created) > latestSeconds ? null : new Date(created * 1_000).toISOString(),
    owned_by: readText(fields['owned_by']),
    mode: readText(fields['mode']),
    max_input_tokens: readNumber(fields['max_input_tokens']),
    max_output_tokens: readNumber(fields['max_output_tokens']),
  };
}

/** @throws {DecodeError} */
export function decodeDeployments(body: unknown): readonly ModelDeployment[] {
  return readList(readObject(body, '')['data'], 'data').map((item, index) => {
    const fields = readObject(item, `data[${index}]`);
    return {
      model_name: readRequiredText(fields['model_name'], `data[${index}].model_name`),
      litellm_params: readRecord(fields['litellm_params']),
      model_info: readRecord(fields['model_info']),
    };
  });
}
