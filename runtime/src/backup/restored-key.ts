import { existsSync } from 'node:fs';
import type { Random } from '@keyrack/contracts';
import { MasterKeyError } from '@keyrack/contracts';
import { parseMasterKey } from '@keyrack/encryption';
import type { MasterKey } from '@keyrack/encryption';
import { Secret } from '@keyrack/secret';
import { homePaths } from '../home.ts';
import type { Environment } from '../home.ts';
import { readKeyFile, writeKeyFile } from '../key-file.ts';

/** The master key of a rack that is restored: from where it always comes, else from the backup. */
export class RestoredKey {
  readonly #path: string;
  readonly #environment: Environment;
  readonly #inBackup: MasterKey | null;
  #isTaken = false;

  constructor(home: string, environment: Environment, inBackup: MasterKey | null) {
    this.#path = homePaths.masterKey(home);
    this.#environment = environment;
    this.#inBackup = inBackup;
  }

  /** @throws {MasterKeyError} when there is none that opens the store. */
  find(neededId: string | null): MasterKey {
    const present = this.#present();
    if (present?.id === neededId) return present;
    if (present === null && this.#inBackup?.id === neededId) {
      this.#isTaken = true;
      return this.#inBackup;
    }
    const what = present === null ? 'there is none' : `${present.id} was given`;
    throw new MasterKeyError(`The backup opens with master key ${neededId ?? 'unknown'}, and ${what}`, {
      advice: `Put it as ${this.#path}, or give it in KEYRACK_MASTER_KEY. Without it no secret in the backup can be read.`,
    });
  }

  /** Puts a key that came from the backup where the rack looks for it. @returns whether it did. */
  keep(random: Random): boolean {
    if (this.#isTaken && this.#inBackup) writeKeyFile(this.#path, this.#inBackup, random);
    return this.#isTaken;
  }

  #present(): MasterKey | null {
    const { KEYRACK_MASTER_KEY: text, KEYRACK_MASTER_KEY_FILE: named } = this.#environment;
    if (text) return parseMasterKey(new Secret(text));
    if (named) return readKeyFile(named);
    return existsSync(this.#path) ? readKeyFile(this.#path) : null;
  }
}
