import type { KeyLimits, LimitName } from '@keyrack/contracts';
import type { ProviderBench } from './provider-bench.ts';

const samples: Required<KeyLimits> = {
  dataLimitBytes: 50_000_000_000,
  budgetUsd: 20,
  budgetPeriod: '30d',
  requestsPerMinute: 60,
  tokensPerMinute: 10_000,
  maxParallelRequests: 5,
  models: ['gpt-4o-mini'],
  scopes: ['read'],
  allowedAddresses: ['192.0.2.0/24'],
  deniedAddresses: ['198.51.100.7'],
};

/** One value for every limit that the provider declares. */
export function declaredLimits(bench: ProviderBench): KeyLimits {
  return samplesOf(bench, (name) => bench.capabilities.limits.includes(name));
}

/** Each limit that the provider does not declare, alone. */
export function undeclaredLimits(bench: ProviderBench): readonly KeyLimits[] {
  const names = Object.keys(samples).filter((name) => !bench.capabilities.limits.some((declared) => declared === name));
  return names.map((wanted) => samplesOf(bench, (name) => name === wanted));
}

function samplesOf(bench: ProviderBench, wanted: (name: LimitName) => boolean): KeyLimits {
  const all = Object.entries({ ...samples, ...bench.harness.sampleLimits });
  // The names are those of `samples`.
  return Object.fromEntries(all.filter(([name]) => wanted(name as LimitName)));
}
