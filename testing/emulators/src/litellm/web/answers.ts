import { gzipSync } from 'node:zlib';
import type { EmulatedAnswer, EmulatedRequest } from '../../kit/exchange.ts';
import type { Dialect } from '../values/float-text.ts';
import type { Body } from '../values/json.ts';
import { writeJson } from '../values/write-json.ts';

type Headers = readonly (readonly [string, string])[];

const json = ['content-type', 'application/json'] as const;
const guards: Headers = [
  ['x-frame-options', 'DENY'],
  ['content-security-policy', "frame-ancestors 'none'"],
  ['x-content-type-options', 'nosniff'],
];
const exposed =
  'x-litellm-semantic-filter, x-litellm-semantic-filter-tools, x-litellm-adaptive-router-model, x-litellm-applied-guardrails, ' +
  'x-litellm-guardrail-scan-id, x-litellm-guardrail-scan-metadata, x-litellm-cache-key';

/** Bodies from this length on are compressed when the caller can read that. */
const compressedFromBytes = 500;

/** A JSON answer. */
export function jsonAnswer(
  request: EmulatedRequest,
  {
    status,
    body,
    dialect = 'plain',
    headers = [],
  }: { readonly status: number; readonly body: Body; readonly dialect?: Dialect; readonly headers?: Headers },
): EmulatedAnswer {
  return withBody(request, { status, body: Buffer.from(writeJson(body, dialect)), headers: [...headers, json] });
}

/** An answer without a body and a type. */
export function emptyAnswer(request: EmulatedRequest, status: number, headers: Headers): EmulatedAnswer {
  return { kind: 'answer', status, headers: [...headers, ...cors(request), ['vary', 'Origin'], ...guards], body: '' };
}

/** An answer in pieces whose number is not announced. */
export function streamAnswer(
  request: EmulatedRequest,
  { type, chunks, headers }: { readonly type: string; readonly chunks: readonly string[]; readonly headers: Headers },
): EmulatedAnswer {
  return {
    kind: 'answer',
    status: 200,
    headers: [...headers, ['content-type', type], ...cors(request), ['vary', 'Origin'], ...guards],
    body: { chunks: () => chunks },
  };
}

/** A fault that nobody caught: bare, and the connection is dropped after it. */
export function faultAnswer(): EmulatedAnswer {
  const body = '{"error":{"message":"Internal server error","type":"internal_server_error"}}';
  return { kind: 'answer', status: 500, headers: [json], body, dropsConnection: true };
}

/** The answer to a preflight: everybody may do everything. */
export function preflightAnswer(request: EmulatedRequest): EmulatedAnswer {
  const wanted = request.headers['access-control-request-headers'];
  const headers: Headers = [
    ['vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network'],
    ['access-control-allow-origin', '*'],
    ['access-control-allow-methods', 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, QUERY'],
    ['access-control-max-age', '600'],
    ...(wanted === undefined ? [] : [['access-control-allow-headers', wanted] as const]),
    ['content-type', 'text/plain; charset=utf-8'],
    ...guards,
  ];
  return { kind: 'answer', status: 200, headers, body: 'OK' };
}

function withBody(
  request: EmulatedRequest,
  { status, body, headers }: { readonly status: number; readonly body: Buffer; readonly headers: Headers },
): EmulatedAnswer {
  const long = body.length >= compressedFromBytes;
  const compressed = long && acceptsGzip(request.headers['accept-encoding']);
  return {
    kind: 'answer',
    status,
    headers: [
      ...headers,
      ...cors(request),
      ['vary', long ? 'Origin, Accept-Encoding' : 'Origin'],
      ...guards,
      ...(compressed ? [['content-encoding', 'gzip'] as const] : []),
    ],
    body: compressed ? gzipSync(body) : body,
  };
}

function cors({ headers }: EmulatedRequest): Headers {
  if (headers.origin === undefined) return [];
  return [
    ['access-control-allow-origin', '*'],
    ['access-control-expose-headers', exposed],
  ];
}

function acceptsGzip(accepted: string | string[] | undefined): boolean {
  const weights = new Map<string, number>();
  for (const part of String(accepted ?? '').split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    weights.set(coding, Number(quality) || 0);
  }
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0;
}
