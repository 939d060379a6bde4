import {
  CapabilityMissingError,
  ConnectionNotFoundError,
  InvalidInputError,
  KeyConflictError,
  KeyNotFoundError,
  LifecycleError,
  MasterKeyError,
  OutcomeUnknownError,
  RefusedError,
  StoreFailedError,
  SystemIdentityChangedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '@keyrack/contracts';
import { describe, expect, test } from 'vitest';
import { explain } from './failure.ts';
import { OutputError } from './host.ts';
import { UsageError } from './usage-error.ts';

describe('an error becomes an exit code', () => {
  test.each([
    [new UsageError('a', 'b'), 2],
    [new InvalidInputError('a'), 2],
    [new KeyNotFoundError('a'), 2],
    [new ConnectionNotFoundError('a'), 2],
    [new KeyConflictError('a'), 1],
    [new StoreFailedError('a'), 1],
    [new MasterKeyError('a'), 1],
    [new UpstreamUnavailableError('a'), 1],
    [new CapabilityMissingError('a'), 4],
    [new RefusedError('a'), 4],
    [new SystemIdentityChangedError('a'), 4],
    [new UpstreamRejectedError('a', { details: { status: 403 } }), 4],
    [new UpstreamRejectedError('a', { details: { status: 400 } }), 1],
    [new OutcomeUnknownError('a', { outcome: 'unknown' }), 5],
    [new UpstreamUnavailableError('a', { outcome: 'unknown' }), 5],
    [new LifecycleError('a', { outcome: 'applied' }), 3],
    [new OutputError('a'), 1],
    [new Error('a'), 1],
  ])('%s', (error, code) => {
    expect(explain(error).exitCode).toBe(code);
  });
});

describe('an error becomes a sentence about what happened', () => {
  test('that names the operation where nobody knows', () => {
    const error = new OutcomeUnknownError('lost', { outcome: 'unknown', details: { operationId: 'op_1' } });
    expect(explain(error).outcome).toBe('Not known whether it was changed: run keyrack operations show op_1');
    expect(explain(new LifecycleError('late', { outcome: 'applied' })).outcome).toBe('It was changed.');
    expect(explain(new LifecycleError('early')).outcome).toBe('Nothing was changed.');
  });

  test('that never calls an unexpected error harmless', () => {
    expect(explain(new TypeError('x is undefined')).outcome).toMatch(/^Not known/);
  });
});

test('a message about a field of a connection names the field', () => {
  const wrong = (message: string): LifecycleError => new InvalidInputError(message, { details: { field: 'certSha256' } });
  expect(explain(wrong('It cannot be used: it is not 64 hex digits')).message).toBe('It cannot be used: certSha256 is not 64 hex digits');
  expect(explain(wrong('It cannot be used: the address is missing')).message).toBe('It cannot be used: the address is missing');
});

describe('an error suggests', () => {
  test('the near ones of candidates that the advice lists already', () => {
    const error = new ConnectionNotFoundError('There is no connection "vpn-ue"', {
      advice: 'There are: ai, vpn-eu.',
      details: { candidates: ['ai', 'vpn-eu'] },
    });
    expect(explain(error).advice).toBe('Did you mean vpn-eu? There are: ai, vpn-eu.');
  });

  test('all candidates where nothing lists them', () => {
    const error = new KeyNotFoundError('No key answers to "x"', { details: { candidates: ['vpn/xa', 'vpn/xb'] } });
    expect(explain(error).advice).toBe('Did you mean vpn/xa or vpn/xb?');
  });
});
