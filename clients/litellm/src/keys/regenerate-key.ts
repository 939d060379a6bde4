import type { Secret } from '@keyrack/secret';
import { checkParameters, duration, flag, newSecret, oneOf, orNull } from '../values/parameter-checks.ts';
import type { Checks } from '../values/parameter-checks.ts';
import type { Fields } from '../values/reading.ts';
import type { GenerateKey } from './generate-key.ts';
import { settingChecks } from './key-settings.ts';
import type { KeySettings } from './key-settings.ts';

/** What a regenerated key shall be; left out stays as it is. */
export interface RegenerateKey extends KeySettings {
  /** The new secret; begins with `sk-`, 16 characters or more. @default chosen by the proxy */
  readonly new_key?: string | Secret | null;
  /** Together with the master key as the key: the new master key, which everything stored is encrypted with anew. */
  readonly new_master_key?: Secret | null;
  /** How long the new secret lives. */
  readonly duration?: string | null;
  readonly key_type?: GenerateKey['key_type'];
  readonly send_invite_email?: boolean | null;
  /** How long the old secret stays valid beside the new one. @default not at all */
  readonly grace_period?: string | null;
}

const regenerateChecks: Checks<RegenerateKey> = {
  ...settingChecks,
  new_key: orNull(newSecret),
  new_master_key: orNull(newSecret),
  key_type: orNull(oneOf('default', 'llm_api', 'management', 'read_only')),
  send_invite_email: orNull(flag),
  duration: orNull(duration),
  grace_period: orNull(duration),
};

/** @throws {ConfigurationError} */
export function regenerateBody(parameters: RegenerateKey): Fields {
  return checkParameters('a regenerated key', parameters, regenerateChecks);
}
