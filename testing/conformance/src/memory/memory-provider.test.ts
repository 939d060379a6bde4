import type { IssueStrategy } from '@keyrack/contracts';
import { providerSuite } from '../provider/provider-suite.ts';
import { memoryHarness } from './memory-harness.ts';

const strategies: readonly IssueStrategy[] = ['client-chosen-id', 'client-chosen-secret', 'idempotency-key', 'compensate'];

for (const strategy of strategies) providerSuite({ name: `memory, ${strategy}`, create: async () => memoryHarness(strategy) });
