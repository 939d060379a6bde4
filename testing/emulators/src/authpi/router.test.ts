import { describe, expect, it } from 'vitest';
import type { Operation } from './contract.ts';
import { operations } from './contract.ts';
import { Router } from './router.ts';

describe('the router', () => {
  const all = operations();
  const router = new Router(all.toReversed());
  const find = (method: string, path: string) => router.match(method, path.slice(1).split('/'));
  const idOf = (method: string, path: string) => {
    const match = find(method, path);
    return match.kind === 'found' ? match.operation.id : match.kind;
  };

  it('finds every operation by its own path', () => {
    const filled = ({ path }: Operation) => path.replace(/\{\w+\}/g, 'x');
    expect(all.map((operation) => idOf(operation.verb, filled(operation)))).toEqual(all.map(({ id }) => id));
  });

  it('prefers a fixed segment to a parameter', () => {
    expect(idOf('GET', '/v1/accounts/a/notes/backlinks')).toBe('notes.backlinks');
    expect(idOf('GET', '/v1/accounts/a/notes/n')).toBe('notes.get');
    expect(idOf('POST', '/v1/accounts/a/issuers/i/users/u/verifiers/complete-enrollment')).toBe('user_verifiers.complete_enrollment');
  });

  it('names parameters, and takes none that are empty', () => {
    expect(find('GET', '/v1/accounts/a/notes/n')).toMatchObject({ parameters: { account_id: 'a', note_id: 'n' } });
    expect(idOf('GET', '/v1/accounts//notes/n')).toBe('none');
    expect(idOf('GET', '/v1/accounts/a/notes/n/')).toBe('none');
  });

  it('tells a missing path from a missing method', () => {
    expect(find('PUT', '/v1/accounts/a/notes/n')).toEqual({ kind: 'other-methods', allow: ['DELETE', 'GET', 'PATCH'] });
    expect(find('GET', '/v1')).toEqual({ kind: 'none' });
  });
});
