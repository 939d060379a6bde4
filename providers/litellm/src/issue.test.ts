import { createHash } from 'node:crypto';
import { CapabilityMissingError, InvalidInputError } from '@keyrack/contracts';
import type { IssueRequest, ProviderEnvironment } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { ManualClock, SeededRandom } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import { prepareIssue } from './issue.ts';
import { litellmProvider } from './kind.ts';

const environment: ProviderEnvironment = { rackId: 'k7v2m9xw', clock: new ManualClock(), random: new SeededRandom() };
const request: IssueRequest = { upstreamName: 'alice-krk7v2m9xw000000', limits: {}, expiresAtMs: null, providerOptions: {} };
const metadata = { keyrack: { rack: 'k7v2m9xw' } };

describe('prepareIssue', () => {
  test('chooses a secret that the proxy can block by itself too, and knows its hash before the call', async () => {
    const { upstreamId, secrets, fingerprintSource } = await prepareIssue(request, environment);
    const secret = secrets['key']?.reveal() ?? '';
    expect(secret).toMatch(/^sk-[a-z0-9]{40}$/);
    expect(upstreamId).toBe(createHash('sha256').update(secret).digest('hex'));
    expect(fingerprintSource).toBe(secrets['key']);
  });

  test('writes down the limits, the mark of the rack, and the instant at which the key ends, not how long it lives', async () => {
    const limits = {
      budgetUsd: 20,
      budgetPeriod: '30d',
      requestsPerMinute: 60,
      tokensPerMinute: 1_000,
      maxParallelRequests: 2,
      models: ['gpt-4o'],
    };
    expect((await prepareIssue({ ...request, limits, expiresAtMs: 1_800_000_000_000 }, environment)).request).toEqual({
      parameters: {
        max_budget: 20,
        budget_duration: '30d',
        rpm_limit: 60,
        tpm_limit: 1_000,
        max_parallel_requests: 2,
        models: ['gpt-4o'],
        metadata,
      },
      expiresAtMs: 1_800_000_000_000,
    });
    expect((await prepareIssue(request, environment)).request).toEqual({ parameters: { metadata }, expiresAtMs: null });
  });

  test('lets a successor begin with what its predecessor has spent', async () => {
    const usage = { lastUsedAtMs: null, dataBytes: null, readAtMs: 0 };
    const prepared = await prepareIssue({ ...request, limits: { budgetUsd: 20 }, carriedUsage: { ...usage, spendUsd: 7.5 } }, environment);
    expect(prepared.request).toEqual({ parameters: { max_budget: 20, spend: 7.5, metadata }, expiresAtMs: null });
    for (const spendUsd of [0, null]) {
      const { request: unspent } = await prepareIssue({ ...request, carriedUsage: { ...usage, spendUsd } }, environment);
      expect(unspent).toEqual({ parameters: { metadata }, expiresAtMs: null });
    }
  });

  test('refuses what LiteLLM has not', async () => {
    await expect(prepareIssue({ ...request, limits: { dataLimitBytes: 0 } }, environment)).rejects.toThrow(CapabilityMissingError);
    await expect(prepareIssue({ ...request, providerOptions: { team: 'core' } }, environment)).rejects.toThrow(InvalidInputError);
    await expect(prepareIssue({ ...request, upstreamName: '' }, environment)).rejects.toThrow(InvalidInputError);
  });
});

describe('fingerprintSource', () => {
  test('is the key itself, and null for secrets of other systems', () => {
    const key = new Secret('sk-hPPBHAHer-niLfjaeAIm-A');
    expect(litellmProvider.fingerprintSource(key)).toBe(key);
    for (const found of ['sk-short', 'ss://Y2hhY2hh@203.0.113.5:443/', 'sk-with spaces in it', 'key_1234567890123456:secret']) {
      expect(litellmProvider.fingerprintSource(new Secret(found))).toBeNull();
    }
  });
});
