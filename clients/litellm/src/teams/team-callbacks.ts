import type { Secret } from '@keyrack/secret';
import { checkParameters, nonEmptyText, oneOf, record, refuse } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import { readObject, readRecord, readRequiredText, readTexts } from '../values/reading.ts';
import type { Fields } from '../values/reading.ts';

/** A system that hears of the calls of a team's keys. */
export interface NewTeamCallback {
  /** `langfuse`, `langsmith`, ... Not checked by the proxy. */
  readonly callback_name: string;
  /** @default 'success_and_failure' */
  readonly callback_type?: 'success' | 'failure' | 'success_and_failure';
  /** Where that system is, and what lets the proxy in: `langfuse_host`, `langfuse_secret_key`, ... Give what is secret as a Secret. */
  readonly callback_vars: Readonly<Record<string, string | Secret>>;
}

/** Which systems hear of a team's calls. */
export interface TeamCallbackNames {
  readonly team_id: string;
  readonly success_callbacks: readonly string[];
  readonly failure_callbacks: readonly string[];
}

/** The same with their settings. */
export interface TeamCallbacks extends TeamCallbackNames {
  /** Those of all systems together; what is secret reads `***REDACTED***`. */
  readonly callback_vars: Fields;
}

const checks: Checks<NewTeamCallback> = {
  callback_name: nonEmptyText,
  callback_type: oneOf('success', 'failure', 'success_and_failure'),
  callback_vars: record,
};

/** @throws {ConfigurationError} */
export function callbackBody(callback: NewTeamCallback): Fields {
  const body = checkParameters('a callback of a team', callback, checks);
  nonEmptyText('callback_name', callback.callback_name);
  if (callback.callback_vars === undefined) throw refuse('callback_vars is an object');
  return body;
}

/** @throws {DecodeError} */
export function decodeCallbackNames(body: unknown): TeamCallbackNames {
  const data = readObject(readObject(body, '')['data'], 'data');
  return {
    team_id: readRequiredText(data['team_id'], 'data.team_id'),
    success_callbacks: readTexts(data['success_callbacks']),
    failure_callbacks: readTexts(data['failure_callbacks']),
  };
}

/** @throws {DecodeError} */
export function decodeCallbacks(body: unknown): TeamCallbacks {
  return { ...decodeCallbackNames(body), callback_vars: readRecord(readRecord(readRecord(body)['data'])['callback_vars']) };
}
