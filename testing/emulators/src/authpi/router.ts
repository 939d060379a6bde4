import type { Operation } from './contract.ts';

/** What a path leads to: an operation, only other methods, or nothing. */
export type RouteMatch =
  | { readonly kind: 'found'; readonly operation: Operation; readonly parameters: Readonly<Record<string, string>> }
  | { readonly kind: 'other-methods'; readonly allow: readonly string[] }
  | { readonly kind: 'none' };

interface Candidate {
  readonly operation: Operation;
  readonly template: readonly string[];
}

/** Finds operations by method and path; a fixed segment wins over a parameter. */
export class Router {
  readonly #candidates: readonly Candidate[];

  constructor(operations: readonly Operation[]) {
    const parameters = (path: string) => path.split('{').length;
    this.#candidates = operations
      .toSorted((one, other) => parameters(one.path) - parameters(other.path))
      .map((operation) => ({ operation, template: operation.path.slice(1).split('/') }));
  }

  match(method: string, segments: readonly string[]): RouteMatch {
    const fitting = this.#candidates.filter(({ template }) => fits(template, segments));
    const found = fitting.find(({ operation }) => operation.verb === method);
    if (found !== undefined) return { kind: 'found', operation: found.operation, parameters: parametersOf(found.template, segments) };
    if (fitting.length === 0) return { kind: 'none' };
    return { kind: 'other-methods', allow: [...new Set(fitting.map(({ operation }) => operation.verb))].toSorted() };
  }
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  if (template.length !== segments.length) return false;
  return template.every((part, index) => (part.startsWith('{') ? segments[index] !== '' : part === segments[index]));
}

function parametersOf(template: readonly string[], segments: readonly string[]): Readonly<Record<string, string>> {
  const named = template.flatMap((part, index) => (part.startsWith('{') ? [[part.slice(1, -1), segments[index] ?? ''] as const] : []));
  return Object.fromEntries(named);
}
