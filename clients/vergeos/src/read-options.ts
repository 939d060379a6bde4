import { checkCallOptions, checkObject } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';
import type { ReadCallOptions } from './call-options.ts';

/** The options of a call that reads one row. */
export interface ReadRowOptions extends ReadCallOptions {
  readonly fields?: readonly string[];
}

/** Takes the columns that are asked for from the options of a call. @throws {ConfigurationError} when they are none. */
export function splitFields(given: ReadRowOptions = {}): {
  readonly fields?: readonly string[] | undefined;
  readonly options: ReadCallOptions;
} {
  const { fields, ...options } = checkObject('vergeos', 'the options of a call', given);
  return { fields, options };
}

/** The options for what has to be asked before a call, and nothing may be asked with wrong ones. @throws {ConfigurationError} */
export function lookUpOptions(given: ReadCallOptions = {}): CallOptions {
  checkCallOptions('vergeos', given, { flags: ['raw'] });
  const { raw: _, ...options } = given;
  return options;
}
