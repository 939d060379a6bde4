import { ControlError, flagField, numberField, onlyFields, textField } from './control-routes.ts';
import { durationMs } from './duration.ts';
import type { FaultEffect, FaultRule } from './faults.ts';

type Fields = Readonly<Record<string, unknown>>;

const ruleFields = ['method', 'path', 'times', 'skip', 'effect'];
const effectFields = {
  status: ['when', 'status', 'body', 'headers'],
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
  switch (kind) {
    case 'status': {
      const status = numberField(fields, 'status', 200);
      if (status === undefined || status > 599) throw new ControlError('"status" must be a number from 200 to 599');
      return { kind, when: eitherEnd(fields), status, body: textField(fields, 'body') ?? '', headers: readHeaders(fields['headers']) };
    }
    case 'close':
      return { kind, when: eitherEnd(fields) };
    case 'truncate': {
      const bytes = numberField(fields, 'bytes');
      return bytes === undefined ? { kind } : { kind, bytes };
    }
    case 'delay':
      return { kind, when: anyMoment(fields), delayMs: durationMs(fields['delay']) };
    case 'hold':
      return { kind, when: anyMoment(fields), drop: flagField(fields, 'drop') ?? false };
    case 'twice':
      return { kind, answer: textField(fields, 'answer', ['first', 'second']) ?? 'first' };
  }
}

const eitherEnd = (fields: Fields) => textField(fields, 'when', ['before', 'after']) ?? 'before';

const anyMoment = (fields: Fields) => textField(fields, 'when', ['before', 'during', 'after']) ?? 'before';

function readHeaders(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  const entries: readonly (readonly [string, unknown])[] = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const texts = entries.flatMap(([name, text]) => (typeof text === 'string' && /^[\w-]+$/.test(name) ? [[name, text] as const] : []));
  if (texts.length > 0 && texts.length === entries.length) return Object.fromEntries(texts);
  throw new ControlError('"headers" must be an object with texts');
}
