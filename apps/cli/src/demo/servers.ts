import { startAuthPIEmulator, startLiteLLMEmulator, startOutlineEmulator, startVergeOSEmulator } from '@keyrack/emulators';
import type { AuthPIEmulator, LiteLLMEmulator, OutlineEmulator, VergeOSEmulator } from '@keyrack/emulators';

/** The local servers of the demo. */
export interface DemoServers {
  readonly outline: OutlineEmulator;
  readonly litellm: LiteLLMEmulator;
  readonly authpi: AuthPIEmulator;
  readonly vergeos: VergeOSEmulator;
  close(): Promise<void>;
}

/** Starts all of them. */
export async function startServers(): Promise<DemoServers> {
  const [outline, litellm, authpi, vergeos] = await Promise.all([
    startOutlineEmulator(),
    startLiteLLMEmulator({ seedKeys: 1 }),
    startAuthPIEmulator({ seedKeys: 1 }),
    startVergeOSEmulator({ seedKeys: 1 }),
  ]);
  return {
    outline,
    litellm,
    authpi,
    vergeos,
    async close() {
      await Promise.all([outline.close(), litellm.close(), authpi.close(), vergeos.close()]);
    },
  };
}
