import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Random, Store } from '@keyrack/contracts';
import { InvalidInputError, StoreFailedError, toBase32 } from '@keyrack/contracts';
import { openKeyRing } from '@keyrack/encryption';
import { createEngine } from '@keyrack/engine';
import { openSqliteStore } from '@keyrack/store-sql';
import { readCredential } from './credentials.ts';
import { diagnose } from './diagnose.ts';
import { dataFolder, homePaths } from './home.ts';
import { makeFolders } from './make-folder.ts';
import { loadProviderKinds } from './load-provider-kinds.ts';
import { loadMasterKey } from './master-key.ts';
import { systemClock, systemRandom } from './platform.ts';
import { processLiveness } from './process-liveness.ts';
import type { Rack, RackOptions } from './rack.ts';

/**
 * Opens the rack of a data folder: its store, its keys and the systems it knows. The folder, the store and the master key are
 * made at the first start. No system is asked anything yet.
 * @throws {StoreFailedError} {@link MasterKeyError} {@link InvalidInputError}
 * @example
 * await using rack = await openRack({ environment: process.env });
 * const { secret } = await rack.keys.issue({ connection: 'vpn-eu', name: 'alice-laptop' });
 */
export async function openRack(options: RackOptions): Promise<Rack> {
  const { environment, clock = systemClock, random = systemRandom } = options;
  const home = dataFolder(environment, options.home);
  makeFolder(home, options.mustExist ?? false);
  const opened = await openSqliteStore({ path: homePaths.store(home), clock });
  const store = options.wrapStore?.(opened) ?? opened;
  try {
    const storeIsNew = (await store.read((session) => session.dataKeys.list())).length === 0;
    const { masterKey, source } = loadMasterKey(environment, home, { random, storeIsNew });
    const cipher = await openKeyRing({ masterKey, store, random, clock });
    const liveness = processLiveness(homePaths.processes(home));
    const context = {
      store,
      cipher,
      clock,
      random,
      liveness,
      actor: options.actor ?? operatingSystemUser(),
      rackId: await rackId(store, random),
      providerKinds: loadProviderKinds,
      readCredential: (reference: Parameters<typeof readCredential>[0]) => readCredential(reference, environment),
    };
    const engine = createEngine(options.logger ? { ...context, logger: options.logger } : context);
    const close = async (): Promise<void> => {
      await engine.close();
      await store.close();
      liveness[Symbol.dispose]();
    };
    return {
      ...engine,
      home,
      providerKinds: loadProviderKinds,
      close,
      diagnose: () => diagnose({ engine, store, home, masterKeySource: source }),
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function makeFolder(home: string, mustExist: boolean): void {
  if (existsSync(home)) return;
  if (mustExist) {
    throw new InvalidInputError(`There is no data folder ${home}`, {
      advice: 'Add a first connection, or name another folder with --home or KEYRACK_HOME.',
    });
  }
  try {
    makeFolders(home);
  } catch (cause) {
    throw new StoreFailedError(`The data folder ${home} cannot be made`, {
      advice: 'Name a folder you may write to with --home or KEYRACK_HOME.',
      cause,
    });
  }
}

/** Public, made once, in every marker this rack leaves. */
async function rackId(store: Store, random: Random): Promise<string> {
  const known = await store.read((session) => session.meta.get('rackId'));
  if (known !== null) return known;
  return store.write(async ({ meta }) => {
    const made = (await meta.get('rackId')) ?? toBase32(random.bytes(8));
    await meta.set('rackId', made);
    return made;
  });
}

function operatingSystemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown'; // a container may run under a user id without a name
  }
}
