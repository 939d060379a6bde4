import type { EmulatedAnswer, StreamedBody } from '../kit/exchange.ts';
import type { ApiError } from './api-error.ts';

type Headers = readonly (readonly [string, string])[];

const server = ['Server', 'restify'] as const;
const vary = ['vary', 'origin,access-control-request-method,access-control-request-headers'] as const;
const exposed = 'api-version,content-length,content-md5,content-type,date,request-id,response-time';
const allowed = 'accept,accept-version,content-type,request-id,origin,x-api-version,x-request-id,x-requested-with';

/** What of the request shapes every answer. */
export interface AnswerShape {
  /** The request's `Origin`; it is mirrored. */
  readonly origin: string | undefined;
  /** The name of a function to call with the answer (`?callback=` or `?jsonp=`). */
  readonly callback: string | undefined;
}

/** JSON text that is ready to be sent. */
export type JsonBody = string | Buffer | StreamedBody;

/** An answer of a route that was found and whose body could be read. */
export function routedAnswer(status: number, body: JsonBody | null, shape: AnswerShape): EmulatedAnswer {
  const cors: Headers =
    shape.origin === undefined
      ? []
      : [
          ['access-control-allow-origin', shape.origin],
          ['access-control-expose-headers', exposed],
        ];
  return withBody(status, [server, vary, ...cors], { body, callback: shape.callback });
}

/** An error of a route that was found. */
export function routedError(error: ApiError, shape: AnswerShape): EmulatedAnswer {
  return routedAnswer(error.status, errorJson(error), shape);
}

/** A body that could not be read: the route was found, but what adds the CORS headers was not reached. */
export function unreadableBody(error: ApiError, shape: AnswerShape, headers: Headers = []): EmulatedAnswer {
  return withBody(error.status, [server, ...headers], { body: errorJson(error), callback: shape.callback });
}

/** An answer without a route. HEAD has neither body nor type. */
export function unroutedError(error: ApiError, method: string, headers: Headers = []): EmulatedAnswer {
  if (method === 'HEAD') return { kind: 'answer', status: error.status, headers: [server, ...headers], body: null };
  return withBody(error.status, [server, ...headers], { body: errorJson(error), callback: undefined });
}

/** The answer to a preflight. */
export function preflightAnswer(origin: string, method: string): EmulatedAnswer {
  const headers: Headers = [
    server,
    ['access-control-allow-origin', origin],
    ['access-control-allow-credentials', 'true'],
    ['access-control-allow-methods', `${method},OPTIONS`],
    ['access-control-allow-headers', allowed],
  ];
  return { kind: 'answer', status: 204, headers, body: null };
}

/** The redirect away from the old path of the default limit. */
export function redirectAnswer(location: string, shape: AnswerShape): EmulatedAnswer {
  const { headers, ...rest } = routedAnswer(308, 'null', shape);
  const body = shape.callback === undefined ? 'null' : '';
  return { ...rest, headers: [...headers, ['Location', location]], body };
}

function withBody(
  status: number,
  headers: Headers,
  { body, callback }: { readonly body: JsonBody | null; readonly callback: string | undefined },
): EmulatedAnswer {
  if (body === null) return { kind: 'answer', status, headers, body };
  const type = callback === undefined ? 'application/json' : 'application/javascript';
  return {
    kind: 'answer',
    status,
    headers: [...headers, ['Content-Type', type]],
    body: callback === undefined ? body : script(callback, body),
  };
}

function script(callback: string, body: JsonBody): string {
  const json = typeof body === 'string' || Buffer.isBuffer(body) ? String(body) : [...body.chunks()].join('');
  const text = `typeof ${callback} === 'function' && ${callback}(${json});`;
  return text.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function errorJson({ code, message }: ApiError): string {
  return JSON.stringify({ code, message });
}
