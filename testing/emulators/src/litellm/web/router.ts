import type { AnyEndpoint } from './endpoint.ts';

/** What a path leads to: an endpoint, only other methods, the same path without its slash, or nothing. */
export type RouteMatch =
  | { readonly kind: 'found'; readonly endpoint: AnyEndpoint; readonly path: Readonly<Record<string, string>> }
  | { readonly kind: 'other-methods'; readonly allow: string }
  | { readonly kind: 'elsewhere'; readonly path: string }
  | { readonly kind: 'none' };

interface Candidate {
  readonly endpoint: AnyEndpoint;
  readonly expression: RegExp;
}

/** Finds endpoints by method and path, in the order in which they were declared. */
export class Router {
  readonly #candidates: readonly Candidate[];

  constructor(endpoints: readonly AnyEndpoint[]) {
    this.#candidates = endpoints.map((endpoint) => ({ endpoint, expression: expressionFor(endpoint.path) }));
  }

  /** @param path without the query, decoded */
  match(method: string, path: string): RouteMatch {
    const fitting = this.#candidates.filter(({ expression }) => expression.test(path));
    const found = fitting.find(({ endpoint }) => endpoint.method === method);
    if (found !== undefined) {
      return { kind: 'found', endpoint: found.endpoint, path: { ...found.expression.exec(path)?.groups } };
    }
    const other = fitting[0];
    if (other !== undefined) return { kind: 'other-methods', allow: other.endpoint.method };
    const twin = path.endsWith('/') ? path.replace(/\/+$/, '') : `${path}/`;
    if (path !== '/' && this.#candidates.some(({ expression }) => expression.test(twin))) return { kind: 'elsewhere', path: twin };
    return { kind: 'none' };
  }
}

function expressionFor(template: string): RegExp {
  const source = template
    .split(/(\{\w+(?::path)?\})/)
    .map((part) => {
      const [, name, whole] = /^\{(\w+)(:path)?\}$/.exec(part) ?? [];
      if (name === undefined) return part.replace(/[.*+?^$()[\]{}|\\]/g, '\\$&');
      return `(?<${name}>${whole === undefined ? '[^/]+' : '.*'})`;
    })
    .join('');
  return new RegExp(`^${source}$`, 's');
}
