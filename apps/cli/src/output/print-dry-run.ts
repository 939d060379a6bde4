import type { Secret } from '@keyrack/secret';
import type { Host } from '../host.ts';
import type { OutputFormat } from './format.ts';
import { printObject } from './print-object.ts';

/** A call of a client that was built and not sent. */
export interface PreparedForDryRun {
  readonly method: string;
  /** With a `{name}` for each parameter. */
  readonly route: string;
  readonly parameters?: Readonly<Record<string, string | number | Secret>>;
  readonly query?: object;
  readonly body?: unknown;
}

/** Prints a call as it would be sent, without what it holds of secrets, and that nothing was changed. */
export async function printDryRun(host: Host, format: OutputFormat, call: PreparedForDryRun): Promise<void> {
  const { method, route, parameters = {}, query = {}, body } = call;
  const path = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(parameters[name] ?? ''));
  // Secrets are masked by being turned into texts.
  const masked = body === undefined ? null : (JSON.parse(JSON.stringify(body)) as object);
  await printObject(host, format, { method, path, query, body: masked });
  await host.errors.write('Nothing was changed.\n');
}
