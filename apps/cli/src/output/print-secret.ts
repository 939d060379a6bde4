import type { Secret } from '@keyrack/secret';
import { LifecycleError } from '@keyrack/contracts';
import type { Host } from '../host.ts';
import { OutputError } from '../host.ts';
import type { KeyRecord } from '../records/key-record.ts';
import { keyFields } from '../records/key-record.ts';
import type { OutputFormat } from './format.ts';
import { listWriter } from './list-writer.ts';
import { printRecord } from './print-record.ts';

/** A key with its secret, for the one answer that shows it. */
export interface ShownSecret {
  readonly key: KeyRecord;
  readonly secret: Secret;
  /** What was done before it is shown. @default 'applied': it was made for this answer */
  readonly outcome?: 'applied' | 'not-applied';
}

/** Shows the secrets of several keys, one by one as they are made. */
export interface SecretPrinter {
  /** @throws {LifecycleError} when nobody took it: it is kept, and the error says how to see it again. */
  print(shown: ShownSecret): Promise<void>;
  /** Writes what closes the format. */
  end(): Promise<void>;
}

/**
 * Prints a secret: alone on its line for people and pipes, as `{key, secret}` in the machine formats. CSV has the key's
 * fields with the secret behind them.
 * @throws {LifecycleError} when nobody took it: it is kept, and the error says how to see it again.
 */
export async function printSecret(host: Host, format: OutputFormat, shown: ShownSecret): Promise<void> {
  const row = rowOf(format, shown);
  await taken(shown, () =>
    format === 'table'
      ? host.output.write(`${shown.secret.reveal()}\n`)
      : printRecord(host, format, { record: row, view: { fields: fieldsOf(format), lines: [] } }),
  );
}

/** Prints several secrets like {@link printSecret}: a line each for people and pipes, a list in the machine formats. */
export function secretPrinter(host: Host, format: OutputFormat): SecretPrinter {
  const writer = format === 'table' ? null : listWriter<SecretRow>(format, host.output, { fields: fieldsOf(format), columns: [] });
  return {
    print: (shown) =>
      taken(shown, () => (writer === null ? host.output.write(`${shown.secret.reveal()}\n`) : writer.write([rowOf(format, shown)]))),
    end: async () => writer?.end(),
  };
}

/** A key with its secret on our wire: side by side, or in one row of CSV. */
type SecretRow = Partial<KeyRecord> & { readonly key?: KeyRecord; readonly secret: string };

function fieldsOf(format: OutputFormat): readonly (keyof SecretRow)[] {
  return format === 'csv' ? [...keyFields, 'secret'] : ['key', 'secret'];
}

function rowOf(format: OutputFormat, { key, secret }: ShownSecret): SecretRow {
  return format === 'csv' ? { ...key, secret: secret.reveal() } : { key, secret: secret.reveal() };
}

async function taken({ key, outcome = 'applied' }: ShownSecret, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    throw new LifecycleError(`The secret of ${key.connection}/${key.name || key.id} could not be written: ${error.message}`, {
      outcome,
      advice: `The key exists and its secret is kept. Show it with: keyrack reveal ${key.id} --reason "output lost"`,
    });
  }
}
