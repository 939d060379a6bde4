import { readInstant } from '../values/instant.ts';
import { readCount, readNumber, readObject, readRequiredText } from '../values/reading.ts';

/** What a key counts as spent after a reset, and before. */
export interface SpendReset {
  readonly token: string;
  readonly spend: number;
  readonly previous_spend: number;
  readonly max_budget: number | null;
  readonly budget_reset_at: string | null;
}

/** @throws {DecodeError} */
export function decodeSpendReset(body: unknown): SpendReset {
  const fields = readObject(body, '');
  return {
    token: readRequiredText(fields['key_hash'], 'key_hash'),
    spend: readCount(fields['spend']),
    previous_spend: readCount(fields['previous_spend']),
    max_budget: readNumber(fields['max_budget']),
    budget_reset_at: readInstant(fields['budget_reset_at']),
  };
}
