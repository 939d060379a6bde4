import type { Call } from './call.ts';
import type { StoredRecord } from './record.ts';
import { numberOf, textOf, textsOf } from './record.ts';

/** Whether a record fits what a query asked for. */
export type Filter = (record: StoredRecord, wanted: string, call: Call) => boolean;

/** Filters by the query's names. */
export type Filters = Readonly<Record<string, Filter>>;

/** Takes records whose field is exactly what was asked for. */
export const equal =
  (field: string): Filter =>
  (record, wanted) =>
    textOf(record.fields, field) === wanted;

/** Takes records whose field contains what was asked for, in any letter case. */
export const containing =
  (field: string): Filter =>
  (record, wanted) =>
    textOf(record.fields, field).toLowerCase().includes(wanted.toLowerCase());

/** Takes records with what was asked for in a list of texts. */
export const listing =
  (field: string): Filter =>
  (record, wanted) =>
    textsOf(record.fields, field).includes(wanted);

/** Takes records whose field is on, for `true`, or not on. */
export const flagged =
  (field: string): Filter =>
  (record, wanted) =>
    (record.fields[field] === true) === (wanted === 'true');

/** Takes records whose instant lies after, or before, the one that was asked for. */
export const later =
  (field: string): Filter =>
  (record, wanted) =>
    (numberOf(record.fields, field) ?? -Infinity) > Number(wanted);

export const earlier =
  (field: string): Filter =>
  (record, wanted) =>
    (numberOf(record.fields, field) ?? Infinity) < Number(wanted);
