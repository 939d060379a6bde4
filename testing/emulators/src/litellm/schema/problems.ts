/** Where in a request something is wrong: `body`, a name, an index. */
export type Location = readonly (string | number)[];

/** One thing wrong with a request, as a 422 lists it. */
export interface Problem {
  readonly type: string;
  readonly loc: Location;
  readonly msg: string;
}

/** A request whose fields are not as the endpoint wants them; answered with 422 and all that is wrong. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(`${problems.length} invalid fields`);
    this.problems = problems;
  }
}

/** What is said about a body that is missing, or a field of it. */
export const missing = (loc: Location): Problem => ({ type: 'missing', loc, msg: 'Field required' });

/** What is said about a field that is not known, where that matters. */
export const extra = (loc: Location): Problem => ({ type: 'extra_forbidden', loc, msg: 'Extra inputs are not permitted' });

/** What is said when a rule over several fields is broken. */
export const brokenRule = (loc: Location, message: string): Problem => ({ type: 'value_error', loc, msg: `Value error, ${message}` });

/** What is said about a body that is no JSON. */
export const noJson = (offset: number): Problem => ({ type: 'json_invalid', loc: ['body', offset], msg: 'JSON decode error' });

/** What is said about a value that is no object where fields are wanted. */
export const noObject = (loc: Location): Problem => ({
  type: 'model_attributes_type',
  loc,
  msg: 'Input should be a valid dictionary or object to extract fields from',
});
