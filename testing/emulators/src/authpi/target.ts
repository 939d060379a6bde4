/** The parts of a request target. */
export interface Target {
  /** Decoded segments; `undefined` when an escape makes no sense. */
  readonly segments: readonly string[] | undefined;
  readonly query: URLSearchParams;
}

/** Splits a target before it decodes, so that `%2F` stays inside its segment. */
export function readTarget(target: string): Target {
  const cut = target.indexOf('?');
  const path = cut === -1 ? target : target.slice(0, cut);
  return { segments: decoded(path), query: new URLSearchParams(cut === -1 ? '' : target.slice(cut + 1)) };
}

function decoded(path: string): readonly string[] | undefined {
  try {
    return path
      .slice(1)
      .split('/')
      .map((segment) => decodeURIComponent(segment));
  } catch {
    return undefined;
  }
}
