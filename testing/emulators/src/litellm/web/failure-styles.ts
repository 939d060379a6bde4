import { HttpFailure, PlainFailure, ProxyFailure } from './failures.ts';

/** What an endpoint makes of errors before they leave it. Errors in the usual shape pass; so do those of other kinds. */
export type FailureStyle = (error: unknown) => unknown;

/** Most endpoints: `internal_server_error` whatever the status, `param` null. */
export const wrapped: FailureStyle = (error) => {
  if (error instanceof HttpFailure)
    return new ProxyFailure(error.detail, { status: error.status, type: 'internal_server_error', param: null });
  if (error instanceof PlainFailure) return new ProxyFailure(error.message, { status: 500, type: 'internal_server_error', param: null });
  return error;
};

/** Updates: `auth_error`, `param` the text `None`; anything unexpected counts as the caller's fault. */
export const asAuthError: FailureStyle = (error) => {
  if (error instanceof HttpFailure) return new ProxyFailure(error.detail, { status: error.status, type: 'auth_error', param: 'None' });
  if (error instanceof PlainFailure) {
    return new ProxyFailure(`Authentication Error, ${error.message}`, { status: 400, type: 'auth_error', param: 'None' });
  }
  return error;
};

/** Lists: `internal_server_error`, `param` the text `None`. */
export const asListError: FailureStyle = (error) => {
  if (error instanceof HttpFailure)
    return new ProxyFailure(error.detail, { status: error.status, type: 'internal_server_error', param: 'None' });
  if (error instanceof PlainFailure) {
    return new ProxyFailure(`Authentication Error, ${error.message}`, { status: 500, type: 'internal_server_error', param: 'None' });
  }
  return error;
};

/** Endpoints that let everything out as it is. */
export const untouched: FailureStyle = (error) => error;
