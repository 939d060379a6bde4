import type { JsonObject } from '@keyrack/contracts';
import { describe, expect, test } from 'vitest';
import { LaterTrail } from './later-revocations.ts';
import type { LaterRevocations, ToldEvent } from './later-revocations.ts';

const head = { sequence: 10, hash: 'h10' };

function event(sequence: number, type: string, detail: JsonObject = {}, changes: Partial<ToldEvent> = {}): ToldEvent {
  const linked = { previousHash: `h${sequence - 1}`, hash: `h${sequence}` };
  return { sequence, type, detail, keyId: 'k1', operationId: `op${sequence}`, connection: 'c1', ...linked, ...changes };
}

function read(...events: readonly ToldEvent[]): LaterRevocations {
  const trail = new LaterTrail(head);
  for (const one of events) trail.add(one);
  return trail.result();
}

const revoked = (...events: readonly ToldEvent[]): readonly string[] => read(...events).revocations.map(({ keyId }) => keyId);

describe('what a trail tells of the time after a backup', () => {
  test('are the keys whose revocation was accepted, with their reasons and the credentials that were made for them', () => {
    const told = read(
      event(9, 'key.revoke-begun', { name: 'long ago' }, { keyId: 'k0' }),
      event(10, 'connection.synced', {}, { keyId: null }),
      event(11, 'key.issued', { name: 'bob', upstreamId: 'u1', upstreamName: 'bob-1', version: 1 }),
      event(12, 'key.successor-made', { name: 'bob', upstreamId: 'u2', version: 2 }),
      event(13, 'key.revoke-begun', { name: 'bob', reason: 'compromised' }),
      event(14, 'key.issued', { name: 'alive', upstreamId: 'u3' }, { keyId: 'k2' }),
    );
    expect(told).toEqual({
      revocations: [
        {
          keyId: 'k1',
          name: 'bob',
          connection: 'c1',
          reason: 'compromised',
          versions: [
            { upstreamId: 'u1', upstreamName: 'bob-1', number: 1 },
            { upstreamId: 'u2', upstreamName: 'bob', number: 2 },
          ],
        },
      ],
      events: 4,
      missingBefore: null,
    });
  });

  test('are not keys of which a credential that had ended was ended again', () => {
    expect(revoked(event(11, 'key.revoke-begun', { keepKey: true }))).toEqual([]);
    const same = { operationId: 'op' };
    expect(revoked(event(11, 'key.revoke-begun', {}, same), event(12, 'key.version-ended-again', {}, same))).toEqual([]);
    expect(revoked(event(11, 'key.revoke-begun', {}), event(12, 'key.version-ended-again', {}, same))).toEqual(['k1']);
    expect(revoked(event(11, 'key.revoked', { reason: 'whatever that is' }))).toEqual(['k1']);
  });

  test('have a gap that is named', () => {
    expect(read(event(15, 'key.revoked'), event(16, 'key.issued'))).toMatchObject({ missingBefore: 15, events: 2 });
    expect(read(event(11, 'key.revoked'))).toMatchObject({ missingBefore: null });
    expect(read()).toMatchObject({ missingBefore: null, events: 0 });
  });

  test.each([
    ['another trail at the joint', [event(10, 'x', {}, { hash: 'other' })], 'another-trail'],
    ['another trail right behind it', [event(11, 'x', {}, { previousHash: 'other' })], 'another-trail'],
    ['a trail that leaves it at the joint', [event(10, 'x'), event(11, 'x', {}, { previousHash: 'other' })], 'another-trail'],
    ['an event that was taken out', [event(11, 'x'), event(13, 'x')], 'broken'],
    ['an event that was changed', [event(11, 'x'), event(12, 'x', {}, { previousHash: 'other' })], 'broken'],
    ['events in another order', [event(12, 'x'), event(11, 'x')], 'broken'],
  ])('are not told by %s', (_name, events, reason) => {
    expect(() => read(...events)).toThrow(expect.objectContaining({ code: 'invalid-input', details: expect.objectContaining({ reason }) }));
  });
});
