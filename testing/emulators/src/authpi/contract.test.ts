import { describe, expect, it } from 'vitest';
import { operations, typeNamed } from './contract.ts';
import { inputOf } from './records/input.ts';
import { kinds } from './records/kinds.ts';
import { handlers } from './resources/index.ts';

describe('the contract', () => {
  const all = operations();

  it('has 127 operations, each on a route of its own', () => {
    expect(all).toHaveLength(127);
    expect(new Set(all.map(({ verb, path }) => `${verb} ${path}`)).size).toBe(127);
    expect(new Set(all.map(({ id }) => id)).size).toBe(127);
  });

  it('is acted upon wherever it says enough, and nowhere else', () => {
    const silent = all.filter(({ id }) => handlers[id] === undefined);
    expect(silent.map(({ id }) => id).toSorted()).toEqual([
      'approvals.update',
      'auth_methods.update',
      'payment_methods.create',
      'payment_methods.update',
      'redeliver.create',
      'user_verifiers.create',
      'user_verifiers.update',
    ]);
    for (const operation of silent) expect([operation.body?.required, inputOf(operation)]).toEqual([true, undefined]);
    expect(Object.keys(handlers).filter((id) => !all.some((operation) => operation.id === id))).toEqual([]);
  });

  it('is followed through its aliases', () => {
    expect(typeNamed('ApiKeysListItem')).toBe(typeNamed('ApiKeyListItem'));
    expect(typeNamed('string')).toBeUndefined();
  });

  it('keeps kinds of records apart', () => {
    expect(new Set(kinds).size).toBe(kinds.length);
  });

  it('never lets a field be emptied that every answer shows', () => {
    const update = all.find(({ id }) => id === 'account_api_keys.update');
    const input = update === undefined ? undefined : inputOf(update);
    expect(input).toMatchObject({
      name: { nullable: false },
      expires_at: { nullable: true },
      status: { enum: expect.any(Array) as string[] },
    });
  });
});
