import { AuthPIClient } from '@keyrack/authpi';
import { InvalidInputError } from '@keyrack/contracts';
import type { IssueRequest, ProviderEnvironment } from '@keyrack/contracts';
import { ManualClock, SeededRandom } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { prepareIssue, recoverIssue } from './issue.ts';

const clock = new ManualClock();
const environment: ProviderEnvironment = { rackId: 'k7v2m9xw', clock, random: new SeededRandom() };
const request: IssueRequest = { upstreamName: 'alice-krk7v2m9xw000000', limits: {}, expiresAtMs: null, providerOptions: {} };
const client = new AuthPIClient({ apiKey: { id: 'key_1', secret: 'never sent' } });
const bodyOf = (part: Partial<IssueRequest>): unknown => {
  const { body } = prepareIssue(client, { ...request, ...part }, environment).request;
  return typeof body === 'string' ? JSON.parse(body) : body;
};

describe('prepareIssue', () => {
  test('writes down the whole body, the Idempotency-Key and the time', () => {
    const limits = { scopes: ['users:read'], allowedAddresses: ['192.0.2.0/24'] };
    expect(bodyOf({ limits, expiresAtMs: 1_900_000_000_123 })).toEqual({
      name: request.upstreamName,
      restrictions: { scopes: ['users:read'], ip_allowlist: ['192.0.2.0/24'] },
      tags: ['keyrack-k7v2m9xw-000000'],
      expires_at: 1_900_000_000_123,
    });
    expect(bodyOf({})).toEqual({ name: request.upstreamName, restrictions: { scopes: [] }, tags: ['keyrack-k7v2m9xw-000000'] });
    const intent = prepareIssue(client, request, environment);
    expect(intent).toMatchObject({ upstreamId: null, secrets: {}, fingerprintSource: null });
    expect(intent.request).toMatchObject({ preparedAtMs: clock.nowMs(), idempotencyKey: expect.stringMatching(/^keyrack-[0-9a-z]{26}$/) });
  });

  test('gives no tag to a name without our marker', () => {
    expect(bodyOf({ upstreamName: 'alice' })).toEqual({ name: 'alice', restrictions: { scopes: [] } });
  });

  test('refuses a name that is empty or too long, and options', () => {
    for (const part of [{ upstreamName: '' }, { upstreamName: 'n'.repeat(101) }, { providerOptions: { scope: ['users:read'] } }])
      expect(() => bodyOf(part)).toThrow(InvalidInputError);
  });
});

describe('an intent of another kind', () => {
  test.each([
    {},
    { body: '', idempotencyKey: 'k', preparedAtMs: 0 },
    { body: '{}', idempotencyKey: 'k' },
    { body: {}, idempotencyKey: 'k', preparedAtMs: 0 },
  ])('is refused before anything is sent: %j', async (written) => {
    const intent = { ...prepareIssue(client, request, environment), request: written };
    await expect(recoverIssue({ client, clock }, intent)).rejects.toThrow(InvalidInputError);
  });
});
