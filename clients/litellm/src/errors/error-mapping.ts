import { ApiStatusError } from '@keyrack/http';
import type { ApiStatusErrorDetails, ErrorAnswer, ErrorMapping, UpstreamError } from '@keyrack/http';
import { isFields, readRecords, readTexts } from '../values/reading.ts';
import { meaningOf } from './error-meaning.ts';
import { ModelsUnhealthyError } from './models-unhealthy-error.ts';
import { readRefusal } from './refusal.ts';

/** How a proxy words its errors, and what they mean. */
export const litellmErrors: ErrorMapping = { read: readError, create: createError };

function readError(answer: ErrorAnswer): UpstreamError | undefined {
  const refusal = readRefusal(answer.body);
  if (refusal === undefined) return undefined;
  const { type, message } = refusal;
  const { outcome } = meaningOf(answer.status, refusal);
  return { code: type ?? undefined, message, outcome };
}

function createError(details: ApiStatusErrorDetails, { status, body }: ErrorAnswer): ApiStatusError {
  const refusal = readRefusal(body);
  const unhealthy = unhealthyModels(status, body);
  if (unhealthy !== undefined) return new ModelsUnhealthyError(details, unhealthy);
  if (refusal === undefined) return new ApiStatusError(details);
  const { ErrorType } = meaningOf(status, refusal);
  return new ErrorType({ ...details, param: refusal.param, issues: refusal.issues });
}

/** A trial of models answers 503 in the shape of one that succeeds. */
function unhealthyModels(status: number, body: unknown): readonly string[] | undefined {
  if (status !== 503 || !isFields(body) || !Array.isArray(body['unhealthy_endpoints'])) return undefined;
  return readTexts(readRecords(body['unhealthy_endpoints']).map(({ model }) => model));
}
