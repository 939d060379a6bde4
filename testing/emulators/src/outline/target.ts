import { parseForm } from './form-body.ts';

/** A request target as the server reads it. */
export interface Target {
  /** The path after tidying: no doubled slashes, none at the end. Error messages repeat it. */
  readonly path: string;
  /** Query parameters; one that is given twice is a list. */
  readonly query: Readonly<Record<string, unknown>>;
}

/** Reads a target. Tidying does not stop at the question mark: the server's does not either. */
export function readTarget(target: string): Target {
  const tidy = target.replaceAll(/\/(?=\/)|(?<!^)\/(?=\?|$)/g, '');
  const [beforeHash = ''] = tidy.split('#', 1);
  const mark = beforeHash.indexOf('?');
  const path = (mark < 0 ? beforeHash : beforeHash.slice(0, mark)).replaceAll('\\', '/');
  return { path, query: mark < 0 ? {} : parseForm(beforeHash.slice(mark + 1)) };
}
