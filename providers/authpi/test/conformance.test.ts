import { providerSuite } from '@keyrack/conformance';
import { startAuthPIEmulator } from '@keyrack/emulators';
import { afterAll } from 'vitest';
import { authpiHarness } from './authpi-harness.ts';

const emulator = await startAuthPIEmulator();
afterAll(() => emulator.close());

for (const removal of ['deleted', 'revoked'] as const) {
  providerSuite({ name: `authpi, keys ${removal} by others`, create: async () => authpiHarness(emulator, removal) });
}
