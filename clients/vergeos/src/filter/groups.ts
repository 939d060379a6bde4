import { toFilter } from './filter-object.ts';
import type { FilterInput } from './filter-object.ts';
import { Filter } from './filter.ts';

/** Rows for which all of these hold. @throws {ConfigurationError} without any. */
export function and(...parts: readonly FilterInput[]): Filter {
  return Filter.group('and', parts.map(toFilter));
}

/** Rows for which at least one of these holds. @throws {ConfigurationError} without any. */
export function or(...parts: readonly FilterInput[]): Filter {
  return Filter.group('or', parts.map(toFilter));
}
