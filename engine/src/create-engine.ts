import { adoptHandler } from './adopt/handler.ts';
import { createAuditTrail } from './audit/trail.ts';
import { createConnections } from './connections/connections.ts';
import { changeHandler } from './change/handler.ts';
import { ConnectionPool } from './connections/pool.ts';
import type { Engine } from './engine.ts';
import { recoverHandlers } from './generations/recover-handlers.ts';
import { createInventory } from './inventory/inventory.ts';
import { issueHandler } from './issue/handler.ts';
import { createKeys } from './keys/keys.ts';
import { Machine } from './operations/machine.ts';
import { createOperations } from './operations/operations.ts';
import { createOwners } from './owners/owners.ts';
import { createReaper } from './reap/reaper.ts';
import { createRebuilder } from './rebuild/rebuild.ts';
import { revokeHandler } from './revoke/handler.ts';
import { rotateHandler } from './rotate/handler.ts';
import { resumeHandler, suspendHandler } from './suspend/handler.ts';
import { createSchedule } from './schedule/schedule.ts';
import type { EngineContext } from './support/context.ts';

/** Builds the control plane over what it is given. Nothing is read or sent before the first call. */
export function createEngine(context: EngineContext): Engine {
  const pool = new ConnectionPool(context);
  const handlers = [issueHandler, rotateHandler, revokeHandler, suspendHandler, resumeHandler, changeHandler, adoptHandler];
  const machine = new Machine(context, pool, { handlers, recoverers: recoverHandlers });
  const inventory = createInventory(context, pool);
  return {
    rackId: context.rackId,
    connections: createConnections(context, pool),
    keys: createKeys({ context, pool, machine }),
    operations: createOperations(context, machine, inventory),
    owners: createOwners(context),
    inventory,
    reaper: createReaper({ context, pool, machine }),
    rebuilder: createRebuilder({ context, pool, machine }),
    schedule: createSchedule({ context, pool, machine, inventory }),
    audit: createAuditTrail(context),
    close: () => pool.close(),
  };
}
