import { readFlag, readFields, readList, readObject, readRequiredText, readText } from '../values/reading.ts';
import type { Readers } from '../values/reading.ts';

/** Something that can be set in a budget, as the proxy describes it to people. */
export interface BudgetField {
  /** `max_budget` */
  readonly field_name: string;
  /** `Float`, `Integer`, `String`, `Object`. */
  readonly field_type: string | null;
  readonly field_description: string | null;
  /** What is set; null: nothing. */
  readonly field_value: unknown;
  readonly field_default_value: unknown;
  readonly stored_in_db: boolean;
  /** Whether only licensed proxies take it. */
  readonly premium_field: boolean;
  readonly editable: boolean;
  readonly source: string | null;
  readonly nested_fields: unknown;
  readonly field_options: unknown;
  readonly field_tab: string | null;
}

const asIs = (value: unknown): unknown => value;

const readers: Readers<Omit<BudgetField, 'field_name'>> = {
  field_type: readText,
  field_description: readText,
  field_value: asIs,
  field_default_value: asIs,
  stored_in_db: readFlag,
  premium_field: readFlag,
  editable: readFlag,
  source: readText,
  nested_fields: asIs,
  field_options: asIs,
  field_tab: readText,
};

/** @throws {DecodeError} */
export function decodeBudgetFields(body: unknown): readonly BudgetField[] {
  return readList(body, '').map((item, index) => {
    const fields = readObject(item, `[${index}]`);
    return { field_name: readRequiredText(fields['field_name'], `[${index}].field_name`), ...readFields(fields, readers) };
  });
}
