/** What a request is about. */
export type Target =
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'row'; readonly table: string; readonly key: string }
  | { readonly kind: 'schema'; readonly table: string }
  | { readonly kind: 'sessions' }
  | { readonly kind: 'session'; readonly token: string }
  | { readonly kind: 'version' }
  | { readonly kind: 'nothing' };

/** Reads the path of a request target. */
export function readTarget(target: string): { readonly place: Target; readonly query: URLSearchParams } {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  return { place: readPath(path), query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)) };
}

/** A request target without the session token that a logout carries in its path. */
export function withoutToken(target: string): string {
  return target.replace(/^((?:\/api)?\/sys\/tokens\/)[^/?]+/, '$1*');
}

function readPath(path: string): Target {
  if (path === '/version.json') return { kind: 'version' };
  if (path === '/api/sys/tokens') return { kind: 'sessions' };
  const [, token] = /^(?:\/api)?\/sys\/tokens\/([^/]+)$/.exec(path) ?? [];
  if (token !== undefined) return { kind: 'session', token };
  const [, table = '', rest] = /^\/api\/v4\/(\w+)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (table === '') return { kind: 'nothing' };
  if (rest === undefined) return { kind: 'table', table };
  const key = decoded(rest);
  return key === '$table' ? { kind: 'schema', table } : { kind: 'row', table, key };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // no row has such a key
  }
}
