import { invalidRequest } from '../api-error.ts';
import type { Operation } from '../contract.ts';

/** Checks a query's values; names that nobody knows are passed over. @throws {ApiError} 400 */
export function checkQuery({ query: known }: Operation, query: URLSearchParams): void {
  const errors = Object.entries(known).flatMap(([field, { type, required }]) => {
    const value = query.get(field);
    if (value === null) return required ? [{ field, code: 'required', message: `${field} is required.` }] : [];
    return fits(type, value) ? [] : [{ field, code: 'invalid_type', message: `${field} must be of type ${type}.` }];
  });
  if (errors.length > 0) throw invalidRequest('Some query parameters do not fit.', errors);
}

function fits(type: string, value: string): boolean {
  if (type === 'boolean') return value === 'true' || value === 'false';
  if (type === 'number') return /^-?\d+(\.\d+)?$/.test(value);
  return true; // the only whole number is the limit, whose range is looked at where it is used
}
