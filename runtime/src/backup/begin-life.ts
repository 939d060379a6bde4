import { userInfo } from 'node:os';
import { InvalidInputError } from '@keyrack/contracts';
import type { Store, StoreSession } from '@keyrack/contracts';
import { openKeyRing, wrappingKeyId } from '@keyrack/encryption';
import { applyRevocations, beginGeneration } from '@keyrack/engine';
import type { AppliedRevocations, BegunGeneration, EngineContext, LaterRevocations } from '@keyrack/engine';
import { readCredential } from '../credentials.ts';
import { loadProviderKinds } from '../load-provider-kinds.ts';
import type { RestoreOptions, RestoreTarget } from './restore-target.ts';
import type { RestoredKey } from './restored-key.ts';
import { readTrail } from './trail.ts';

/** What the transaction of a restore has begun. */
export interface BegunLife {
  readonly generation: BegunGeneration;
  readonly later: LaterRevocations | null;
  readonly applied: AppliedRevocations;
  readonly masterKeyRestored: boolean;
}

/** Begins the next life of a store within the transaction that restores it. */
export async function beginLife(session: StoreSession, { target, options, key, header }: BeginOptions): Promise<BegunLife> {
  const { clock, random } = target;
  const dataKeys = await session.dataKeys.list();
  const [dataKey] = dataKeys;
  if (!dataKey) throw new InvalidInputError('The backup holds no rack', { advice: 'Take another backup.' });
  const masterKey = key.find(wrappingKeyId(dataKey));
  const within = sessionStore(session);
  const context: EngineContext = {
    store: within,
    cipher: await openKeyRing({ masterKey, store: within, random, clock }),
    clock,
    random,
    liveness: { self: 'restore', isDead: async () => true, describe: (holder) => holder },
    actor: options.actor ?? userInfo().username,
    rackId: (await session.meta.get('rackId')) ?? '',
    providerKinds: loadProviderKinds,
    readCredential: (reference) => readCredential(reference, options.environment),
  };
  const head = (await session.audit.head()) ?? { sequence: 0, hash: '0'.repeat(64) };
  const later = options.trail === undefined ? null : await readTrail(options.trail, head);
  const generation = await beginGeneration(context, session, { reason: 'restored', backupId: header.id, backupMadeAtMs: header.madeAtMs });
  const applied = await applyRevocations(context, session, later?.revocations ?? []);
  // Last, and before the commit: a store that cannot be opened is none.
  return { generation, later, applied, masterKeyRestored: key.keep(random) };
}

/** What a life begins with. */
interface BeginOptions {
  readonly target: RestoreTarget;
  readonly options: RestoreOptions;
  readonly key: RestoredKey;
  readonly header: { readonly id: string; readonly madeAtMs: number };
}

/** The one transaction as a store. */
function sessionStore(session: StoreSession): Store {
  return {
    read: (work) => work(session),
    write: (work) => work(session),
    inspect: () => Promise.reject(new Error('A transaction is not inspected')),
    close: async () => undefined,
  };
}
