import type { Fields } from './request-body.ts';
import type { OutlineServer } from './outline-server.ts';
import type { JsonBody } from './answers.ts';

/** What a handler needs of a request. */
export interface ApiCall extends Fields {
  readonly query: Readonly<Record<string, unknown>>;
}

/** What a handler answers; `location` makes it a redirect to a path under the prefix. */
interface ApiResult {
  readonly status: number;
  readonly body?: JsonBody;
  readonly location?: string;
}

/** Acts on one call. @throws {ApiError} */
export type Handler = (server: OutlineServer, call: ApiCall) => ApiResult | Promise<ApiResult>;

/** One method of one path; `:id` stands for one segment. */
export interface Route {
  readonly method: string;
  readonly template: string;
  readonly handler: Handler;
}

/** What a path leads to: a handler, only other methods, or nothing. */
export type RouteMatch =
  | { readonly kind: 'found'; readonly handler: Handler; readonly id: string | undefined }
  | { readonly kind: 'other-methods'; readonly allow: readonly string[] }
  | { readonly kind: 'none' };

const longestId = 100;

/** Finds routes by method and by the path below the prefix. */
export class Router {
  readonly #routes: readonly { readonly route: Route; readonly segments: readonly string[] }[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((route) => ({ route, segments: route.template.split('/') }));
  }

  /** @param path below the prefix, as sent: `/access-keys/a%2Fb` */
  match(method: string, path: string): RouteMatch {
    const segments = decodedSegments(path);
    if (segments === undefined) return { kind: 'none' };
    const fitting = this.#routes.filter((candidate) => fits(candidate.segments, segments));
    const found = fitting.find(({ route }) => route.method === method);
    if (found !== undefined) return { kind: 'found', handler: found.route.handler, id: segments[found.segments.indexOf(':id')] };
    if (fitting.length === 0) return { kind: 'none' };
    return { kind: 'other-methods', allow: fitting.map(({ route }) => route.method).toSorted() };
  }
}

function decodedSegments(path: string): readonly string[] | undefined {
  const [pathOnly = ''] = path.split(';', 1); // what follows a semicolon is not looked at
  try {
    return pathOnly.split('/').map((segment) => decodeURIComponent(segment));
  } catch {
    return undefined;
  }
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, index) => {
      const segment = segments[index] ?? '';
      return part === ':id' ? segment !== '' && segment.length <= longestId : part === segment;
    })
  );
}
