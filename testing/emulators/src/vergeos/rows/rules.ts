import type { Caller } from '../access/caller.ts';
import type { VergeOSServer } from '../vergeos-server.ts';
import type { Row } from './row.ts';
import type { TableSchema } from './table-schema.ts';

/** A body as it was sent. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a rule may look at. */
export interface Write {
  readonly server: VergeOSServer;
  readonly caller: Caller;
  readonly sent: Fields;
}

/** What a table does beyond its declaration. Each rule may refuse by throwing `ApiError` or `NotKnownError`. */
interface TableRules {
  /** Completes a new row whose columns were checked. It must not change anything else: the row may still be refused. */
  readonly creating?: (row: Row, write: Write) => Row;
  /** Does what follows from a new row; what it gives is added to the receipt. */
  readonly created?: (row: Row, write: Write) => Fields;
  /** Completes a changed row whose columns were checked. */
  readonly updating?: (row: Row, before: Row, write: Write) => Row;
  readonly deleting?: (row: Row, write: Write) => void;
  /** Does what follows from a deletion. */
  readonly deleted?: (row: Row, write: Write) => void;
}

/** A table with its rules. */
export interface TableKind {
  readonly schema: TableSchema;
  readonly rules: TableRules;
}
