import type {
  AuditEntry,
  CallOptions,
  Connection,
  ConnectionDraft,
  ConnectionInput,
  ConnectionReport,
  CredentialReference,
  KeyFilter,
  Provider,
  ProviderKind,
  StoreSession,
} from '@keyrack/contracts';
import { InvalidInputError, KeyConflictError, RefusedError } from '@keyrack/contracts';
import { appendAudit } from '../audit/chain.ts';
import type { Connections, NewConnection } from '../engine.ts';
import type { EngineContext } from '../support/context.ts';
import { newId } from '../support/ids.ts';
import { findConnection } from './find.ts';
import { identityChanged, refuseSameSystem } from './identity.ts';
import { checkWorkLimits } from './work-limits.ts';
import type { ConnectionPool } from './pool.ts';
import { callOptions } from '../support/call-options.ts';

type ExternalCredential = Exclude<CredentialReference, { kind: 'encrypted' }>;

const namePattern = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** The operations on connections. */
export function createConnections(context: EngineContext, pool: ConnectionPool): Connections {
  const { store, clock, random } = context;

  return {
    list: () => store.read((session) => session.connections.list()),
    get: (name) => findConnection(context, name),

    async add(request, options) {
      await checkName(context, request);
      const kind = await pool.kind(request.provider);
      const { draft, reference } = await describe(context, kind, { input: request.input, reference: request.credentialReference });
      const report = await askIdentity(pool.connect(kind, draft), options);
      const nowMs = clock.nowMs();
      const id = newId('con', random);
      const connection: Connection = {
        id,
        name: request.name,
        provider: kind.kind,
        settings: draft.settings,
        credential: reference ?? sealedCredential(context, draft, id),
        systemIdentity: report.systemIdentity,
        labels: request.labels ?? {},
        workLimits: checkWorkLimits(request.workLimits ?? {}),
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
        syncedAtMs: null,
      };
      await store.write(async (session) => {
        await refuseSameSystem(session, connection);
        await session.connections.insert(connection);
        await appendAudit(session, entry(context, connection, { type: 'connection.added' }), context.cipher);
      });
      return { connection, report, identityProblem: null, capabilities: kind.capabilities };
    },

    async check(name, options) {
      const connection = await findConnection(context, name);
      const { provider, kind } = await pool.open(connection.id);
      const report = await provider.checkConnection(callOptions(options));
      const isSame = report.systemIdentity === connection.systemIdentity;
      const identityProblem = isSame ? null : await identityChanged(context, connection, report);
      return { connection, report, identityProblem, capabilities: kind.capabilities };
    },

    async openClientCredential(name, purpose, options) {
      const connection = await findConnection(context, name);
      const opened = await pool.open(connection.id);
      await opened.confirmIdentity(options);
      const credential = await pool.credential(connection);
      await store.write((session) =>
        appendAudit(session, entry(context, connection, { type: 'connection.credential-opened', purpose }), context.cipher),
      );
      return { connection, credential };
    },

    async update(name, update, options) {
      const connection = await findConnection(context, name);
      const kind = await pool.kind(connection.provider);
      const outside = connection.credential.kind === 'encrypted' ? undefined : connection.credential;
      const moved = update.credentialReference;
      const described = update.input
        ? await describe(context, kind, { input: update.input, reference: moved ?? outside })
        : moved && { draft: { settings: connection.settings, credential: await context.readCredential(moved) } };
      const report = described
        ? await askIdentity(pool.connect(kind, described.draft), options)
        : await (await pool.open(connection.id)).provider.checkConnection(callOptions(options));
      if (report.systemIdentity !== connection.systemIdentity && !update.acceptNewIdentity)
        throw await identityChanged(context, connection, report);
      const next: Connection = {
        ...connection,
        settings: described?.draft.settings ?? connection.settings,
        credential: moved ?? (described && !outside ? sealedCredential(context, described.draft, connection.id) : connection.credential),
        systemIdentity: report.systemIdentity,
        labels: update.labels ?? connection.labels,
        workLimits: checkWorkLimits(update.workLimits ?? connection.workLimits),
        updatedAtMs: clock.nowMs(),
      };
      await store.write(async (session) => {
        if (next.systemIdentity !== connection.systemIdentity) await refuseSameSystem(session, next);
        await session.connections.update(next);
        await appendAudit(session, entry(context, next, { type: 'connection.updated' }), context.cipher);
      });
      await pool.forget(connection.id);
      return { connection: next, report, identityProblem: null, capabilities: kind.capabilities };
    },

    async livingKeys(name, page) {
      const filter = ourLivingKeys(await findConnection(context, name));
      return store.read((session) => session.keys.list(filter, page));
    },

    async previewRemove(name, { forget }) {
      const connection = await findConnection(context, name);
      if (forget) return;
      await store.read(async (session) => refuseLosses(session, connection, await session.keys.count(ourLivingKeys(connection))));
    },

    async remove(name, { forget }) {
      const connection = await findConnection(context, name);
      await store.write(async (session) => {
        const living = await session.keys.count(ourLivingKeys(connection));
        if (!forget) await refuseLosses(session, connection, living);
        await appendAudit(session, entry(context, connection, { type: 'connection.removed', keysLeftAlive: living }), context.cipher);
        await session.connections.remove(connection.id);
      });
      await pool.forget(connection.id);
    },
  };
}

/** @throws {RefusedError} where something that Keyrack alone knows would be lost. */
async function refuseLosses(session: StoreSession, { id, name }: Connection, living: number): Promise<void> {
  const { items: owed } = await session.operations.list({ connectionId: id, states: ['running', 'waiting', 'stuck'] }, { limit: 1 });
  if (owed.length > 0) {
    throw new RefusedError(`Operations on "${name}" are unfinished, such as a revocation that is owed; they would be forgotten`, {
      advice: `Finish them (keyrack operations list), or say that you want this: keyrack connection remove ${name} --forget`,
    });
  }
  if (living === 0) return;
  throw new RefusedError(
    `Keys of ours live on "${name}" (${living}); they would stay valid there and Keyrack would not know them any more`,
    {
      advice: `Revoke them first, or say that you want this: keyrack connection remove ${name} --forget`,
      details: { living },
    },
  );
}

async function checkName({ store }: EngineContext, { name }: NewConnection): Promise<void> {
  if (!namePattern.test(name)) {
    throw new InvalidInputError(`"${name}" cannot be the name of a connection`, {
      advice: 'Take up to 64 of a-z 0-9 . _ -, beginning with a letter or digit: vpn-eu',
    });
  }
  if (await store.read((session) => session.connections.findByName(name))) {
    throw new KeyConflictError(`There is a connection "${name}" already`, {
      advice: `Take another name, or change it: keyrack connection update ${name}`,
    });
  }
}

/** Reads what a person described; a credential that is kept outside the store joins the description as `credential`. */
async function describe(
  context: EngineContext,
  kind: ProviderKind,
  { input, reference }: { readonly input: ConnectionInput; readonly reference: ExternalCredential | undefined },
): Promise<{ readonly draft: ConnectionDraft; readonly reference: ExternalCredential | undefined }> {
  if (!reference) return { draft: kind.readConnection(input), reference };
  const credential = await context.readCredential(reference);
  return { draft: kind.readConnection({ ...input, fields: { ...input.fields, credential } }), reference };
}

async function askIdentity(provider: Provider, options: CallOptions | undefined): Promise<ConnectionReport> {
  try {
    return await provider.checkConnection(callOptions(options));
  } finally {
    await provider.close();
  }
}

function sealedCredential({ cipher }: EngineContext, { credential }: ConnectionDraft, connectionId: string): CredentialReference {
  return { kind: 'encrypted', envelope: cipher.seal(credential, `connection/${connectionId}`) };
}

function ourLivingKeys({ id }: Connection): KeyFilter {
  return { connectionId: id, states: ['pending', 'active', 'suspended'], origins: ['issued', 'adopted'] };
}

function entry(
  { clock, actor }: EngineContext,
  connection: Connection,
  event: { readonly type: string; readonly keysLeftAlive?: number; readonly purpose?: string },
): AuditEntry {
  const { type, ...more } = event;
  const detail = { name: connection.name, provider: connection.provider, ...more };
  return { type, atMs: clock.nowMs(), actor, connectionId: connection.id, keyId: null, operationId: null, detail };
}
