import type { Secret } from '@keyrack/secret';
import { LifecycleError } from '@keyrack/contracts';
import type { Host } from '../host.ts';
import { BrokenPipeError } from '../host.ts';
import type { KeyRecord } from '../records/key-record.ts';
import { keyFields } from '../records/key-record.ts';
import type { OutputFormat } from './format.ts';
import { printRecord } from './print-record.ts';

/** A key with its secret, for the one answer that shows it. */
export interface ShownSecret {
  readonly key: KeyRecord;
  readonly secret: Secret;
}

/**
 * Prints a secret: alone on its line for people and pipes, as `{key, secret}` in the machine formats. CSV has the key's
 * fields with the secret behind them.
 * @throws {LifecycleError} when nobody took it: it is kept, and the error says how to see it again.
 */
export async function printSecret(host: Host, format: OutputFormat, { key, secret }: ShownSecret): Promise<void> {
  try {
    await write(host, format, { key, secret });
  } catch (error) {
    if (!(error instanceof BrokenPipeError)) throw error;
    throw new LifecycleError('The secret could not be written: nobody reads the output any more', {
      outcome: 'applied',
      advice: `Show it again with: keyrack reveal ${key.id} --reason "output lost"`,
    });
  }
}

async function write(host: Host, format: OutputFormat, { key, secret }: ShownSecret): Promise<void> {
  switch (format) {
    case 'table':
      return host.output.write(`${secret.reveal()}\n`);
    case 'csv':
      return printRecord(host, format, {
        record: { ...key, secret: secret.reveal() },
        view: { fields: [...keyFields, 'secret'], lines: [] },
      });
    case 'json':
    case 'jsonl':
    case 'yaml':
      return printRecord(host, format, { record: { key, secret: secret.reveal() }, view: { fields: ['key', 'secret'], lines: [] } });
  }
}
