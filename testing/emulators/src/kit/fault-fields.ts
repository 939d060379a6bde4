import { ControlError, flagField, numberField, onlyFields, textField } from './control-routes.ts';
import { durationMs } from './duration.ts';
import type { FaultEffect, FaultRule } from './faults.ts';

type Fields = Readonly<Record<string, unknown>>;

const ruleFields = ['method', 'path', 'times', 'skip', 'effect'];
const effectFields = {
  status: ['when', 'status', 'body'],
  close: ['when'],
  truncate: ['bytes'],
  delay: ['when', 'delay'],
  hold: ['when', 'drop'],
  twice: ['answer'],
} as const;

/** Reads a fault as the control path takes it: flat, the effect's own fields beside the rule's. */
export function readFaultRule(fields: Fields): FaultRule {
  const kind = textField(fields, 'effect', ['status', 'close', 'truncate', 'delay', 'hold', 'twice']);
  if (kind === undefined) throw new ControlError('"effect" must be one of status, close, truncate, delay, hold, twice');
  onlyFields(fields, [...ruleFields, ...effectFields[kind]]);
  const method = textField(fields, 'method');
  const path = textField(fields, 'path');
  return {
    ...(method === undefined ? {} : { method }),
    ...(path === undefined ? {} : { path }),
    times: numberField(fields, 'times', 1) ?? 1,
    skip: numberField(fields, 'skip') ?? 0,
    effect: readEffect(kind, fields),
  };
}

function readEffect(kind: FaultEffect['kind'], fields: Fields): FaultEffect {
  const when = textField(fields, 'when', ['before', 'after']) ?? 'before';
  switch (kind) {
    case 'status': {
      const status = numberField(fields, 'status', 200);
      if (status === undefined || status > 599) throw new ControlError('"status" must be a number from 200 to 599');
      return { kind, when, status, body: textField(fields, 'body') ?? '' };
    }
    case 'close':
      return { kind, when };
    case 'truncate': {
      const bytes = numberField(fields, 'bytes');
      return bytes === undefined ? { kind } : { kind, bytes };
    }
    case 'delay':
      return { kind, when, delayMs: durationMs(fields['delay']) };
    case 'hold':
      return { kind, when, drop: flagField(fields, 'drop') ?? false };
    case 'twice':
      return { kind, answer: textField(fields, 'answer', ['first', 'second']) ?? 'first' };
  }
}
