import type { JsonObject, OperationStep } from '@keyrack/contracts';
import { LifecycleError } from '@keyrack/contracts';

/** The id in the system that a step was written down with. */
export function upstreamIdOf({ id, intent }: OperationStep): string {
  return textIn(intent, 'upstreamId', `step ${id}`);
}

/** A text within a journalled record. @throws {LifecycleError} when the record is damaged. */
export function textIn(record: JsonObject, name: string, where: string): string {
  const value = record[name];
  if (typeof value === 'string') return value;
  throw new LifecycleError(`The record of ${where} holds no ${name}`, { advice: 'Run keyrack doctor.' });
}
