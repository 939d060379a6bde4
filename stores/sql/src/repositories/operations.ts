import { OperationInProgressError, OperationNotFoundError, StaleEpochError, StoreFailedError } from '@keyrack/contracts';
import type { Operation, OperationKind, OperationRepository, OperationState } from '@keyrack/contracts';
import { sql } from 'kysely';
import type { RawBuilder, SqlBool } from 'kysely';
import { checkLimit, readPage, toPage } from '../cursor.ts';
import type { Listing } from '../cursor.ts';
import { isUniqueViolation } from '../failure.ts';
import { attempt, insertAll } from '../rows.ts';
import type { Session } from '../rows.ts';
import { operationFromRow, operationToRow } from './operation-row.ts';
import { operationSteps } from './operation-steps.ts';

const listing: Listing = { name: 'operation', position: ['number', 'string'] };
const highest = '\u{10FFFF}';

/** The condition of the index that allows one unfinished operation per key, word for word, so that it is used. */
const isUnfinished = sql<SqlBool>`state in ('running', 'waiting', 'stuck')`;

/** The expression and the condition of the index over due work, word for word, so that it is used. */
const dueAt = sql<number>`case state when 'running' then created_at_ms when 'waiting' then wait_until_ms end`;
const isNotFinished = sql<SqlBool>`finished_at_ms is null`;
const dueListing: Listing = { name: 'due-operation', position: ['number', 'string'] };

/** The journal. */
export function operationRepository(db: Session): OperationRepository {
  const findUnfinished: OperationRepository['findUnfinished'] = async (keyId) => {
    const row = await db.selectFrom('operation').selectAll().where('key_id', '=', keyId).where(isUnfinished).executeTakeFirst();
    return row ? operationFromRow(row) : null;
  };

  const inProgress = async (operation: Operation): Promise<OperationInProgressError | null> => {
    const other = await findUnfinished(operation.keyId);
    if (!other || other.id === operation.id) return null;
    return new OperationInProgressError(`The key has an unfinished operation: ${other.kind} ${other.id}`, {
      advice: `Look at it with "keyrack operations show ${other.id}"; finish or abort it first.`,
      details: { operationId: other.id, keyId: operation.keyId },
    });
  };

  return {
    ...operationSteps(db),
    findUnfinished,
    async get(id) {
      const row = await db.selectFrom('operation').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? operationFromRow(row) : null;
    },
    async search(text, { limit }) {
      const rows = await db
        .selectFrom('operation')
        .selectAll()
        .where('id', '>=', text)
        .where('id', '<', text + highest)
        .orderBy('id')
        .limit(checkLimit(limit))
        .execute();
      return rows.map(operationFromRow);
    },
    async list({ states, kinds, keyId, connectionId }, page) {
      const { limit, after } = readPage(listing, page);
      const [createdAtMs, id] = after ?? [];
      const rows = await db
        .selectFrom('operation')
        .selectAll()
        .$if(states !== undefined, (query) => query.where(inStates(states ?? [])))
        .$if(kinds !== undefined, (query) => query.where(ofKinds(kinds ?? [])))
        .$if(keyId !== undefined, (query) => query.where('key_id', '=', keyId ?? ''))
        .$if(connectionId !== undefined, (query) => query.where('connection_id', '=', connectionId ?? ''))
        .$if(after !== null, (query) => query.where(sql<SqlBool>`(created_at_ms, id) < (${createdAtMs}, ${id})`))
        .orderBy('created_at_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      return toPage(listing, rows, { limit, position: (row) => [row.created_at_ms, row.id], item: operationFromRow });
    },
    async listDue(nowMs, page) {
      const { limit, after } = readPage(dueListing, page);
      const [dueAtMs, id] = after ?? [];
      const rows = await db
        .selectFrom('operation')
        .selectAll()
        .select(dueAt.as('due_at_ms'))
        .where(isNotFinished)
        .where(dueAt, '<=', nowMs)
        .$if(after !== null, (query) => query.where(sql<SqlBool>`(${dueAt}, id) > (${dueAtMs}, ${id})`))
        .orderBy(dueAt)
        .orderBy('id')
        .limit(limit + 1)
        .execute();
      return toPage(dueListing, rows, { limit, position: (row) => [row.due_at_ms, row.id], item: operationFromRow });
    },
    async insert(operation) {
      if (await insertAll(db, 'operation', [operationToRow(operation)])) return;
      throw (await inProgress(operation)) ?? new StoreFailedError(`An operation ${operation.id} exists already`);
    },
    async update(operation, expectedEpoch) {
      const { id, created_at_ms: _, ...changed } = operationToRow(operation);
      const write = db.updateTable('operation').set(changed).where('id', '=', id).where('epoch', '=', expectedEpoch);
      const { numUpdatedRows } = await attempt(db, () => write.executeTakeFirstOrThrow()).catch(async (error: unknown) => {
        throw (isUniqueViolation(error) ? await inProgress(operation) : null) ?? error;
      });
      if (numUpdatedRows > 0n) return;
      const stored = await db.selectFrom('operation').select('epoch').where('id', '=', id).executeTakeFirst();
      if (!stored) throw new OperationNotFoundError(`There is no operation ${id}`);
      throw new StaleEpochError(`Operation ${id} was taken over by another process (epoch ${stored.epoch}, not ${expectedEpoch})`, {
        advice: `Look at it with "keyrack operations show ${id}".`,
        details: { operationId: id, epoch: stored.epoch, expectedEpoch },
      });
    },
  };
}

function ofKinds(kinds: readonly OperationKind[]): RawBuilder<SqlBool> {
  // Not every database takes an empty list.
  return kinds.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`kind in (${sql.join(kinds)})`;
}

/** One state, or the unfinished ones, which are few, are found by an index; of several others there are many, so they are passed by in their order. */
function inStates(states: readonly OperationState[]): RawBuilder<SqlBool> {
  if (states.length === 0) return sql<SqlBool>`1 = 0`;
  const column = states.length === 1 || !states.some((state) => state === 'done' || state === 'aborted') ? 'state' : "state || ''";
  return sql<SqlBool>`${sql.raw(column)} in (${sql.join(states)})`;
}
