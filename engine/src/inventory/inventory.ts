import type { CallOptions, Connection } from '@keyrack/contracts';
import { appendAudit } from '../audit/chain.ts';
import { connectionsOwingSync } from '../generations/owed-sync.ts';
import { findConnection } from '../connections/find.ts';
import type { ConnectionPool } from '../connections/pool.ts';
import type { Inventory, SyncProgress, SyncReport, SyncResult } from '../engine.ts';
import type { EngineContext } from '../support/context.ts';
import { callOptions } from '../support/call-options.ts';
import { newId } from '../support/ids.ts';
import { inChunks } from '../support/pages.ts';
import { absorb } from './absorb.ts';
import type { SyncRun } from './absorb.ts';
import { settleUnseen } from './missing.ts';

/** A thousand make a large sync a tenth faster, and let its memory grow beyond 300 MB. */
const chunkSize = 500;

type SyncOptions = CallOptions & { readonly onProgress?: (progress: SyncProgress) => void };

type Parts = { readonly context: EngineContext; readonly pool: ConnectionPool };

/** Joins what the systems show with what is written down. */
export function createInventory(context: EngineContext, pool: ConnectionPool): Inventory {
  return {
    async sync(names, options = {}) {
      const all = names === undefined || names.length === 0;
      const connections = all
        ? await context.store.read((session) => session.connections.list())
        : await Promise.all(names.map((name) => findConnection(context, name)));
      // Side by side: a system that is down must not keep the others waiting.
      return Promise.all(connections.map((connection) => syncOrReport({ context, pool }, connection, options)));
    },
    async syncOwed(options = {}) {
      const connections = await context.store.read(connectionsOwingSync);
      return Promise.all(connections.map((connection) => syncOrReport({ context, pool }, connection, options)));
    },
  };
}

async function syncOrReport(parts: Parts, connection: Connection, options: SyncOptions): Promise<SyncResult> {
  try {
    return { kind: 'synced', report: await syncConnection(parts, connection, options) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { kind: 'failed', connection, error };
  }
}

async function syncConnection({ context, pool }: Parts, { id: connectionId, name }: Connection, options: SyncOptions): Promise<SyncReport> {
  const { provider, kind, confirmIdentity } = await pool.open(connectionId);
  await confirmIdentity(options);
  const { store, clock, random } = context;
  const syncId = newId('sync', random);
  const run: SyncRun = {
    context,
    connectionId,
    syncId,
    startedAtMs: clock.nowMs(),
    capabilities: kind.capabilities,
    provider,
    options: callOptions(options),
    unrecorded: 0,
    reappeared: new Set(),
  };
  let seen = 0;
  for await (const chunk of inChunks(provider.listKeys(run.options), chunkSize)) {
    options.signal?.throwIfAborted();
    await store.write((session) => absorb(run, session, chunk));
    seen += chunk.length;
    options.onProgress?.({ connection: name, seen });
  }
  await settleUnseen(run);
  return finish(run, seen);
}

async function finish({ context, connectionId, unrecorded, reappeared }: SyncRun, seen: number): Promise<SyncReport> {
  const { store, clock, actor } = context;
  return store.write(async (session) => {
    const before = await session.connections.get(connectionId);
    if (!before) throw new Error('The connection was removed while it was synced');
    const connection = { ...before, syncedAtMs: clock.nowMs() };
    await session.connections.update(connection);
    const living = ['pending', 'active', 'suspended'] as const;
    const counts = {
      foreign: await session.keys.count({ connectionId, origins: ['foreign'], states: living }),
      missing: await session.keys.count({ connectionId, drift: ['missing'] }),
      changed: await session.keys.count({ connectionId, drift: ['changed'] }),
      own: await session.keys.count({ connectionId, origins: ['own'], states: living }),
    };
    const found = { seen, ...counts, unrecorded, reappeared: reappeared.size };
    await appendAudit(
      session,
      {
        type: 'connection.synced',
        atMs: clock.nowMs(),
        actor,
        connectionId,
        keyId: null,
        operationId: null,
        detail: { name: connection.name, ...found },
      },
      context.cipher,
    );
    return { connection, ...found };
  });
}
