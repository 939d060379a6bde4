import { DatabaseSync } from 'node:sqlite';

/** Every text and blob of a SQLite database as its readers see it, whatever pages it lies on. */
export function* databaseTexts(path: string): Generator<{ readonly table: string; readonly value: string | Uint8Array }> {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
    for (const { name } of tables) {
      const table = String(name);
      const columns = database.prepare(`pragma table_info("${table.replaceAll('"', '""')}")`).all();
      // Integers beyond 2^53 cannot be read as numbers, and no secret is one.
      const selected = columns.map((column) => `cast("${String(column['name']).replaceAll('"', '""')}" as blob)`).join(', ');
      for (const row of database.prepare(`select ${selected} from "${table.replaceAll('"', '""')}"`).iterate()) {
        for (const value of Object.values(row)) if (value instanceof Uint8Array) yield { table, value };
      }
    }
  } finally {
    database.close();
  }
}
