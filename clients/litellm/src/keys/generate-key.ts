import type { Secret } from '@keyrack/secret';
import { settingChecks } from './key-settings.ts';
import type { KeySettings } from './key-settings.ts';
import { checkParameters, duration, flag, newSecret, oneOf, orNull } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import type { Fields } from '../values/reading.ts';

/** What a new key shall be. Everything is optional. */
export interface GenerateKey extends KeySettings {
  /**
   * The secret; begins with `sk-`, 16 characters or more. Choose it yourself where an answer may get lost: then the token is known
   * before the call. For a secret that exists the proxy changes nothing and answers as if it had.
   * @default `sk-` and 22 random characters, chosen by the proxy
   */
  readonly key?: string | Secret | null;
  /**
   * How long the key lives, counted from when the proxy reads it: a number and `s m h d w mo`; `0s` is expired at once.
   * @default for ever
   */
  readonly duration?: string | null;
  /** What kind of routes the key may call. @default 'default' */
  readonly key_type?: 'default' | 'llm_api' | 'management' | 'read_only' | null;
  readonly send_invite_email?: boolean | null;
}

/** What the key of a service account shall be: it belongs to a team and to nobody. */
export interface GenerateServiceAccountKey extends GenerateKey {
  /** A team that is there. */
  readonly team_id: string;
}

const generateChecks: Checks<GenerateKey> = {
  ...settingChecks,
  key: orNull(newSecret),
  duration: orNull(duration),
  key_type: orNull(oneOf('default', 'llm_api', 'management', 'read_only')),
  send_invite_email: orNull(flag),
};

/** @throws {ConfigurationError} for what the proxy would refuse, misread or silently ignore. */
export function generateBody(parameters: GenerateKey): Fields {
  return checkParameters('a new key', parameters, generateChecks);
}
