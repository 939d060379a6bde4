import type { Rack } from '@keyrack/runtime';
import { Option } from 'commander';
import { valueOption } from '../options.ts';
import { UsageError } from '../usage-error.ts';
import type { Budget } from './budgets.ts';
import type { Duration } from './durations.ts';
import { parseDuration, shiftInstant } from './durations.ts';
import { parseInstant } from './instants.ts';
import { limitOptions } from './key-options.ts';
import type { LimitOptions } from './limits.ts';
import { typedLimits } from './limits.ts';
import { collect, parsePairs } from './pairs.ts';
import type { RotationPolicyOptions } from './rotation-policy.ts';
import { rotationGroup, rotationPolicy, rotationPolicyOptions } from './rotation-policy.ts';

/** What the rack is asked to change. */
export type KeyChange = Parameters<Rack['keys']['previewChange']>[1];

/** What people type for what is to be removed. Commander takes null for a mistake, so it stays a word until the end. */
const none = 'none';
const never = 'never';

/** The options that describe a change. */
export interface KeyChangeOptions extends LimitOptions<typeof none>, RotationPolicyOptions {
  /** False: end the policy. Commander says true when nothing was typed. */
  readonly rotationPolicy?: boolean;
  readonly name?: string;
  readonly owner?: string;
  readonly purpose?: string;
  readonly label?: readonly string[] | typeof none;
  readonly budget?: Budget | typeof none;
  readonly expiresIn?: Duration;
  readonly expiresAt?: number | typeof never;
}

/** The options that change a key: those of issue, and a word for what is to be removed. */
export function changeOptions(): readonly Option[] {
  const describing = [
    new Option('--name <name>', 'what to call it from now on'),
    removable(new Option('--owner <id>', 'the person or service it is for')),
    removable(new Option('--purpose <text>', 'what it is for, in words')),
    removable(valueOption('--label <name=value>', 'labels of your own, in place of all there are; repeatable', collect)),
  ];
  const expiry = [
    valueOption('--expires-in <duration>', 'end it after: 12h, 30d, 6mo, 1y, from now', parseDuration).conflicts('expiresAt'),
    valueOption<number | typeof never>(`--expires-at <instant|${never}>`, 'end it at: 2027-01-31, 2027-01-31T18:00Z', (text) =>
      text === never ? never : parseInstant(text),
    ),
  ];
  return [
    ...describing.map((option) => option.helpGroup('What it is for:')),
    ...[...expiry, ...limitOptions().map(removable)].map((option) => option.helpGroup('How long and how much:')),
    ...rotationPolicyOptions(),
    new Option('--no-rotation-policy', 'rotate it only when somebody asks').helpGroup(rotationGroup),
  ];
}

/** The same option, which also takes `none`. */
function removable({ flags, description, parseArg }: Option): Option {
  return new Option(flags.replace('>', `|${none}>`), description).argParser((text, before) =>
    text === none ? none : (parseArg?.(text, before === none ? undefined : before) ?? text),
  );
}

/** Puts a change together from what was typed. @throws {UsageError} when nothing was */
export function keyChange(options: KeyChangeOptions, nowMs: number): KeyChange {
  const { name, owner, purpose, label } = options;
  const expiresAtMs = expiryOf(options, nowMs);
  const limits = limitsOf(options);
  const policy = policyOf(options, nowMs);
  const change = {
    ...(name !== undefined && { name }),
    ...(owner !== undefined && { ownerId: orNull(owner) }),
    ...(purpose !== undefined && { purpose: orNull(purpose) }),
    ...(label !== undefined && { labels: parsePairs(label === none ? [] : label, '--label') }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
    ...(policy !== undefined && { rotationPolicy: policy }),
    ...(Object.keys(limits).length > 0 && { limits }),
  };
  if (Object.keys(change).length === 0) {
    throw new UsageError(
      'Nothing to change was given',
      'Give --name, --owner, --purpose, --label, --expires-in, --expires-at, a limit or --rotate-every.',
    );
  }
  return change;
}

function expiryOf({ expiresIn, expiresAt }: KeyChangeOptions, nowMs: number): number | null | undefined {
  if (expiresIn !== undefined) return shiftInstant(nowMs, expiresIn);
  return expiresAt === never ? null : expiresAt;
}

function policyOf(options: KeyChangeOptions, nowMs: number): KeyChange['rotationPolicy'] {
  const policy = rotationPolicy(options, nowMs);
  if (options.rotationPolicy !== false) return policy;
  if (policy === undefined) return null;
  throw new UsageError('A rotation policy was given, and --no-rotation-policy', 'Give one or the other.');
}

function limitsOf({ budget, ...options }: KeyChangeOptions): NonNullable<KeyChange['limits']> {
  const typed = Object.entries(typedLimits<typeof none>(options)).map(([name, value]) => [name, orNull(value)]);
  return {
    ...Object.fromEntries(typed),
    ...(budget === none && { budgetUsd: null, budgetPeriod: null }),
    // A budget without a period is one for the whole life of the key: the period goes.
    ...(budget !== undefined && budget !== none && { budgetPeriod: null, ...budget }),
  };
}

function orNull<Value>(value: Value | typeof none): Value | null {
  return value === none ? null : (value as Value); // the other word is gone
}
