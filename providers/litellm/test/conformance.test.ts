import { providerSuite } from '@keyrack/conformance';
import { startLiteLLMEmulator } from '@keyrack/emulators';
import { afterAll } from 'vitest';
import { litellmHarness } from './litellm-harness.ts';

const emulator = await startLiteLLMEmulator();
afterAll(() => emulator.close());

providerSuite({ name: 'litellm', create: async () => litellmHarness(emulator) });
