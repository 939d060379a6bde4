import { existsSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { JsonObject, Random, Store } from '@keyrack/contracts';
import { InvalidInputError, StoreFailedError, toBase32 } from '@keyrack/contracts';
import { openKeyRing, wrappingKeyId } from '@keyrack/encryption';
import { auditedStore, createEngine } from '@keyrack/engine';
import { rackAuditFile } from './audit-file/rack-audit-file.ts';
import { readCredential } from './credentials.ts';
import { diagnose } from './diagnose.ts';
import { dataFolder, homePaths } from './home.ts';
import { makeFolders } from './make-folder.ts';
import { loadProviderKinds } from './load-provider-kinds.ts';
import { loadMasterKey } from './master-key.ts';
import { systemClock, systemRandom } from './platform.ts';
import type { Rack, RackOptions } from './rack.ts';
import type { RekeyPlace } from './rekey.ts';
import { chooseStore } from './store/choice.ts';
import { writeNote } from './store/note.ts';
import { openChosenStore, storePlace } from './store/open.ts';

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
  const mustExist = options.mustExist ?? false;
  const choice = chooseStore(environment, home, options.store);
  makeFolder(home, mustExist && choice.kind === 'sqlite');
  const { logger, heartbeatTimes } = options;
  const opened = await openChosenStore(choice, { home, environment, clock, random, logger, heartbeatTimes });
  const unaudited = options.wrapStore?.(opened.store) ?? opened.store;
  try {
    const [dataKey] = await unaudited.read((session) => session.dataKeys.list());
    const storeIsNew = dataKey === undefined;
    if (storeIsNew && mustExist && choice.kind === 'postgres') throw emptyStore(choice.named);
    const current = loadMasterKey(environment, home, { random, storeIsNew, wrappedBy: dataKey ? wrappingKeyId(dataKey) : null });
    const { masterKey, source } = current;
    const cipher = await openKeyRing({ masterKey, store: unaudited, random, clock });
    if (choice.kind === 'postgres') writeNote(home, choice.named);
    const actor = options.actor ?? operatingSystemUser();
    const signing = { cipher, clock, random, actor, rackId: await rackId(unaudited, random) };
    const isShared = choice.kind === 'postgres';
    const auditFile = rackAuditFile({ environment, home, asked: options.auditFile, isShared, context: signing });
    const store = auditedStore(unaudited, { signing, sink: auditFile.sink });
    const context = {
      ...signing,
      store: opened.guard(store),
      liveness: opened.liveness,
      providerKinds: loadProviderKinds,
      readCredential: (reference: Parameters<typeof readCredential>[0]) => readCredential(reference, environment),
    };
    const engine = createEngine(options.logger ? { ...context, logger: options.logger } : context);
    const verifyAuditFile: Rack['verifyAuditFile'] = async () => auditFile.verify(store, await engine.audit.publicKey());
    const close = async (): Promise<void> => {
      await engine.close();
      await opened.close();
    };
    return {
      ...engine,
      home,
      providerKinds: loadProviderKinds,
      close,
      async work(workOptions) {
        const { runWorker } = await import('./worker/run-worker.ts'); // no other command needs it
        return runWorker({ schedule: engine.schedule, listen: opened.listen, clock }, workOptions);
      },
      async backUp(backUpOptions) {
        const { backUp } = await import('./backup/back-up.ts'); // no other command needs it
        const audit = (detail: JsonObject): Promise<void> =>
          store.write((session) => engine.audit.append(session, { type: 'rack.backup-begun', detail }));
        return backUp({ place: storePlace(choice, { home, environment, clock }), current, clock, random, audit }, backUpOptions);
      },
      async previewRekey(rekeyOptions) {
        const { previewRekey } = await import('./rekey.ts');
        return previewRekey({ home, current }, rekeyOptions);
      },
      async rekey(rekeyOptions) {
        const { rekey } = await import('./rekey.ts'); // no other command needs it
        const audit: RekeyPlace['audit'] = (session, detail) => engine.audit.append(session, { type: 'rack.rekeyed', detail });
        return rekey({ store, home, current, random, audit }, rekeyOptions);
      },
      verifyAuditFile,
      diagnose: () => diagnose({ engine, store, clock, home, verifyAuditFile, masterKeySource: source }),
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** A mistyped address must not look like a rack without keys. */
function emptyStore(named: string): InvalidInputError {
  return new InvalidInputError(`There is no rack in the store ${named}`, {
    advice: 'Add a first connection, or name another store with --store or KEYRACK_STORE.',
  });
}

function makeFolder(home: string, mustExist: boolean): void {
  const found = statSync(home, { throwIfNoEntry: false });
  if (found && !found.isDirectory())
    throw new InvalidInputError(`The data folder ${home} is a file`, { advice: 'Name a folder with --home or KEYRACK_HOME.' });
  // Whatever other folder it is: who only wants to look must not find a rack made in it.
  if (mustExist && !existsSync(homePaths.store(home))) {
    throw new InvalidInputError(found ? `There is no rack in the folder ${home}` : `There is no data folder ${home}`, {
      advice: 'Add a first connection, or name another folder with --home or KEYRACK_HOME.',
    });
  }
  if (found) return;
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
