import { providerSuite } from '@keyrack/conformance';
import { startVergeOSEmulator } from '@keyrack/emulators';
import { afterAll } from 'vitest';
import { vergeosHarness } from './vergeos-harness.ts';

const emulator = await startVergeOSEmulator();
afterAll(() => emulator.close());

providerSuite({ name: 'vergeos by API key', create: async () => vergeosHarness(emulator, 'apiKey') });
providerSuite({ name: 'vergeos by password', create: async () => vergeosHarness(emulator, 'password') });
