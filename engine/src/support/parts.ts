import type { ConnectionPool } from '../connections/pool.ts';
import type { Machine } from '../operations/machine.ts';
import type { EngineContext } from './context.ts';

/** What the verbs on keys work with. */
export interface Parts {
  readonly context: EngineContext;
  readonly pool: ConnectionPool;
  readonly machine: Machine;
}
