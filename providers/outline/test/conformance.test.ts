import { providerSuite } from '@keyrack/conformance';
import { startOutlineEmulator } from '@keyrack/emulators';
import { afterAll } from 'vitest';
import { outlineHarness } from './outline-harness.ts';

const emulator = await startOutlineEmulator();
afterAll(() => emulator.close());

providerSuite({ name: 'outline', create: async () => outlineHarness(emulator) });
