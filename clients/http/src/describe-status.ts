import type { ErrorWords } from './error-words.ts';
import type { ApiStatusErrorDetails } from './errors.ts';
import { adviceOf } from './outcome.ts';

/** Says what failed and what to do next, for an answer that no subclass knows better. */
export function describeStatus(details: ApiStatusErrorDetails): Required<ErrorWords> {
  const { method, route, status, upstreamCode, upstreamMessage } = details;
  const said = [upstreamCode, upstreamMessage].filter((part) => part !== undefined && part !== '').join(': ');
  const answer = said === '' ? `${status}` : `${status} (${said})`;
  return { fault: `${method} ${route} was answered with ${answer}`, advice: adviceOf(details.outcome, adviceFor(details)) };
}

function adviceFor({ status, retryAfterMs }: ApiStatusErrorDetails): string {
  if (status === 401) return 'Check the credential.';
  if (status === 403) return 'The credential may not do this: use one with more rights.';
  if (status === 404) return 'Check the address and whether the object still exists.';
  if (status === 429)
    return `Send fewer requests, and try again ${retryAfterMs === undefined ? 'later' : `in ${Math.ceil(retryAfterMs / 1000)} s`}.`;
  if (status >= 300 && status < 400) return 'Redirects are not followed, lest the credential goes elsewhere: check the base URL.';
  if (status >= 500) return 'The system failed: try again later, and look at its own log if it stays.';
  return 'Correct the request.';
}
