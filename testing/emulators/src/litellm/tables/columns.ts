import type { Body } from '../values/json.ts';
import { Float, Instant } from '../values/json.ts';

/** How columns that are not shown as they are kept are shown. */
export type ColumnKinds = Readonly<Record<string, 'float' | 'instant'>>;

/** Names written in one text, in the order in which answers show them. */
export function inOrder(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Marks names as being of one kind. */
export function kinds(kind: 'float' | 'instant', text: string): ColumnKinds {
  return Object.fromEntries(inOrder(text).map((name) => [name, kind]));
}

/** The values of a row as answers show them. */
export function shown(row: object, columns: readonly string[], columnKinds: ColumnKinds): Record<string, Body> {
  const values = row as Readonly<Record<string, Body>>; // rows hold only what can be shown
  return Object.fromEntries(columns.map((name) => [name, shownValue(values[name] ?? null, columnKinds[name])]));
}

/** Picks values in a given order; a name without a value is null. */
export function arranged(order: readonly string[], values: Readonly<Record<string, Body>>): Record<string, Body> {
  return Object.fromEntries(order.map((name) => [name, values[name] ?? null]));
}

/** Limits that rows have. */
export interface Limits {
  readonly max_parallel_requests?: number | bigint | null;
  readonly tpm_limit?: number | bigint | null;
  readonly rpm_limit?: number | bigint | null;
  readonly tpd_limit?: number | bigint | null;
}

/** Whether limits fit into the database's columns. */
export function fitColumns({ max_parallel_requests: parallel, tpm_limit: tpm, rpm_limit: rpm, tpd_limit: tpd }: Limits): boolean {
  const fits = (value: number | bigint | null | undefined, bits: bigint) =>
    value === null || value === undefined || (value < 2n ** (bits - 1n) && value >= -(2n ** (bits - 1n)));
  return fits(parallel, 32n) && [tpm, rpm, tpd].every((limit) => fits(limit, 64n));
}

function shownValue(value: Body, kind: 'float' | 'instant' | undefined): Body {
  if (typeof value !== 'number' || kind === undefined) return value;
  return kind === 'float' ? new Float(value) : Instant.ofMs(value);
}
