/** An error answer of the API: `{"code", "message"}` with a status. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const missingParameter = (name: string): ApiError => new ApiError(400, 'MissingParameter', `Parameter \`${name}\` is missing`);

export const invalidArgument = (message: string): ApiError => new ApiError(400, 'InvalidArgument', message);

export const conflict = (message: string): ApiError => new ApiError(409, 'Conflict', message);

export const keyNotFound = (id: string): ApiError => new ApiError(404, 'NotFound', `Access key "${id}" not found`);

export const routeNotFound = (path: string): ApiError => new ApiError(404, 'ResourceNotFound', `${path} does not exist`);

export const methodNotAllowed = (method: string): ApiError => new ApiError(405, 'MethodNotAllowed', `${method} is not allowed`);

/** A failure inside the server that its handler caught: it says nothing. */
export const internalServer = (): ApiError => new ApiError(500, 'InternalServer', '');

/** A failure inside the server that nobody caught: it says what the runtime said. */
export const internal = (message: string): ApiError => new ApiError(500, 'Internal', message);
