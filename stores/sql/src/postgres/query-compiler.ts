import { PostgresQueryCompiler } from 'kysely';
import type { DataTypeNode } from 'kysely';

/**
 * Compiles as Kysely does, but for texts: they compare by their bytes, as in SQLite, whatever language the database was made for.
 * Pages follow that order, and a search by the beginning of an id relies on it.
 */
export class ByteOrderCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: DataTypeNode): void {
    super.visitDataType(node);
    if (node.dataType === 'text') this.append(' collate "C"');
  }
}
