import { ApiStatusError } from '@keyrack/http';
import type { ApiStatusErrorDetails, ErrorAnswer, ErrorMapping, UpstreamError } from '@keyrack/http';
import { meaningOf } from './error-meaning.ts';
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
  if (refusal === undefined) return new ApiStatusError(details);
  const { ErrorType } = meaningOf(status, refusal);
  return new ErrorType({ ...details, param: refusal.param, issues: refusal.issues });
}
