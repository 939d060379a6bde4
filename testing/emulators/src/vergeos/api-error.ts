/** An error answer of the API: `{"err"}` with a status. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const badRequest = (message: string): ApiError => new ApiError(400, message);

export const loginRequired = (): ApiError => new ApiError(401, 'Login required');

export const failedLogin = (): ApiError => new ApiError(401, 'Failed login');

export const permissionDenied = (): ApiError => new ApiError(403, 'Permission denied');

export const notFound = (): ApiError => new ApiError(404, 'Resource not found');

export const notPermitted = (): ApiError => new ApiError(405, 'Not permitted');

export const rowExists = (): ApiError => new ApiError(409, 'Row exists');

/** A filter that cannot be read. */
export const invalidArgument = (): ApiError => new ApiError(422, 'Invalid argument');

export const readOnlyField = (column: string): ApiError => new ApiError(422, `field '${column}' is readonly`);

export const notInList = (column: string, value: string): ApiError =>
  new ApiError(422, `value '${value}' is not in list for field '${column}'`);

export const failedValidation = (column: string, reason = 'fails validation test'): ApiError =>
  new ApiError(422, `Validation error on field: '${column}' - '${reason}'`);

/** A reference to a row that is not there. */
export const missingReference = (column: string): ApiError =>
  new ApiError(404, `error setting field '${column}': No such file or directory`);

/** An API key has used up its hour. The limit is documented, this status is what the vendor's client repeats a call on. */
export const tooManyRequests = (): ApiError => new ApiError(429, 'Too many requests');
