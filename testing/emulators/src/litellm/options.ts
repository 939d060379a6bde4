import { randomBytes } from 'node:crypto';
import type { EmulatorOptions } from '../kit/emulator.ts';

/** How an emulated LiteLLM proxy starts. Without options it is a fresh installation without a licence on a free port. */
export interface LiteLLMEmulatorOptions extends EmulatorOptions {
  /** The master key; it starts with `sk-`. @default `sk-` and 24 random bytes in URL-safe base64 */
  readonly credential?: string;
  /** How many keys exist at the start, with the aliases `key-0` and up. @default 0 */
  readonly seedKeys?: number;
  /** The instant the clock starts from, in epoch milliseconds. @default the machine's time */
  readonly startAtMs?: number;
  /** The models behind the proxy, in their order. @default gpt-4o and gpt-4o-mini */
  readonly models?: readonly string[];
  /** Lifts the licence refusals. What only a licensed proxy shows is mostly not known and answers 501. @default false */
  readonly licensed?: boolean;
  /** Runs without a database: most of the management paths fail. @default true */
  readonly database?: boolean;
  /** Runs with limits on what may be asked for; `true` for the limits of the recordings. @default none */
  readonly strict?: boolean | StrictLimits;
  /** How long after a model call its spend shows, in milliseconds. @default 10000 */
  readonly spendWriteDelayMs?: number;
}

/** A configuration that limits what may be asked for, under the proxy's own names. */
export interface StrictLimits {
  /** The most that a key may have; what is left out is filled in with it. */
  readonly upperbound_key_generate_params?: KeyLimits;
  /** What a key gets when nothing else is said. */
  readonly default_key_generate_params?: KeyLimits & {
    readonly models?: readonly string[];
    readonly metadata?: Readonly<Record<string, string>>;
  };
  /** Whether aliases must be 2 to 255 plain letters. @default false */
  readonly enable_key_alias_format_validation?: boolean;
  /** Who may make keys in a team, and what a request for one must hold. */
  readonly team_key_generation?: {
    readonly allowed_team_member_roles?: readonly string[];
    readonly required_params?: readonly string[];
  };
}

/** Limits of a key. Budgets in the proxy's currency, durations such as `30d`, the others per minute or at once. */
export interface KeyLimits {
  readonly max_budget?: number;
  readonly duration?: string;
  readonly budget_duration?: string;
  readonly tpm_limit?: number;
  readonly rpm_limit?: number;
  readonly max_parallel_requests?: number;
}

/** The options with every default filled in. */
export interface LiteLLMSettings {
  readonly masterKey: string;
  readonly seedKeys: number;
  readonly models: readonly string[];
  readonly licensed: boolean;
  readonly database: boolean;
  readonly strict: StrictLimits;
  readonly spendWriteDelayMs: number;
}

/** The limits with which the recorded `strict-*` scenarios ran. */
export const recordedLimits: StrictLimits = {
  upperbound_key_generate_params: {
    max_budget: 100,
    duration: '30d',
    budget_duration: '30d',
    tpm_limit: 1_000,
    rpm_limit: 100,
    max_parallel_requests: 10,
  },
  default_key_generate_params: { max_budget: 1.5, models: ['gpt-4o'], metadata: { set_by: 'default' } },
  enable_key_alias_format_validation: true,
  team_key_generation: {},
};

/** Fills in defaults. @throws {TypeError} for options that make no sense */
export function litellmSettings(options: LiteLLMEmulatorOptions): LiteLLMSettings {
  const masterKey = options.credential ?? `sk-${randomBytes(24).toString('base64url')}`;
  const seedKeys = options.seedKeys ?? 0;
  if (!/^sk-[\x21-\x7e]+$/.test(masterKey)) throw new TypeError('credential: the master key starts with "sk-" and has no spaces');
  if (!Number.isSafeInteger(seedKeys) || seedKeys < 0) throw new TypeError('seedKeys must be a whole number, 0 or more');
  return {
    masterKey,
    seedKeys,
    models: options.models ?? ['gpt-4o', 'gpt-4o-mini'],
    licensed: options.licensed ?? false,
    database: options.database ?? true,
    strict: options.strict === true ? recordedLimits : options.strict === false ? {} : (options.strict ?? {}),
    spendWriteDelayMs: options.spendWriteDelayMs ?? 10_000,
  };
}
