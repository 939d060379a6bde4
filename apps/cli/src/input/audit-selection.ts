import type { AuditFilter } from '@keyrack/contracts';
import { ConnectionNotFoundError } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { Option } from 'commander';
import { findKey } from '../find-key.ts';
import { valueOption } from '../options.ts';
import type { Moment } from './instants.ts';
import { parseMoment, pastMomentMs } from './instants.ts';
import { wholeNumber } from './numbers.ts';
import { collectList, someText } from './pairs.ts';

/** The options that choose audit events. */
export interface AuditSelectionOptions {
  readonly key?: string;
  readonly connection?: string;
  readonly owner?: string;
  readonly operation?: string;
  readonly kind?: readonly string[];
  readonly since?: Moment;
  readonly until?: Moment;
  readonly after?: number;
  readonly newestFirst?: boolean;
}

/** The options that choose audit events. */
export function auditSelectionOptions(): readonly Option[] {
  return [
    new Option('--key <key>', 'only events of this key'),
    new Option('-c, --connection <name>', 'only events of this connection; its id where it was removed'),
    valueOption('--owner <id>', 'only events of the keys that this person or service has now', someText),
    new Option('--operation <operation>', 'only events of this operation: its id, or a beginning of it'),
    valueOption('--kind <types>', 'only events of these types, such as key.issued', collectList),
    valueOption('--since <when>', 'only events of this instant and later, or of the last 24h', parseMoment),
    valueOption('--until <when>', 'only events of this instant and earlier, or before the last 24h', parseMoment),
    valueOption('--after <sequence>', 'only events behind this one', wholeNumber(0)),
    new Option('--newest-first', 'the other way round'),
  ];
}

/** What the store can choose by. @throws {KeyNotFoundError} {@link ConnectionNotFoundError} {@link OperationNotFoundError} */
export async function auditFilter(rack: Rack, options: AuditSelectionOptions, nowMs: number): Promise<AuditFilter> {
  const { key, connection, owner, operation, kind, since, until, after, newestFirst = false } = options;
  return {
    newestFirst,
    ...(key !== undefined && { keyIds: [(await findKey(rack, key)).id] }),
    ...(connection !== undefined && { connectionId: await connectionId(rack, connection) }),
    ...(owner !== undefined && { ownerId: owner }),
    ...(operation !== undefined && { operationId: (await rack.operations.find(operation)).id }),
    ...(kind !== undefined && { types: kind }),
    ...(since !== undefined && { sinceMs: pastMomentMs(since, nowMs) }),
    ...(until !== undefined && { untilMs: pastMomentMs(until, nowMs) }),
    ...(after !== undefined && { afterSequence: after }),
  };
}

/** Events outlive their connection, and then only its id is left to name it by. */
async function connectionId(rack: Rack, name: string): Promise<string> {
  try {
    return (await rack.connections.get(name)).id;
  } catch (error) {
    if (!ConnectionNotFoundError.isInstance(error)) throw error;
    const { items } = await rack.audit.list({ connectionId: name }, { limit: 1 });
    if (items.length === 0) throw error;
    return name;
  }
}
