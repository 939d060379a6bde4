import { startAuthPIEmulator, startLiteLLMEmulator, startOutlineEmulator } from '@keyrack/emulators';
import type { AuthPIEmulator, LiteLLMEmulator, OutlineEmulator } from '@keyrack/emulators';

/** The local servers of the demo. */
export interface DemoServers {
  readonly outline: OutlineEmulator;
  readonly litellm: LiteLLMEmulator;
  readonly authpi: AuthPIEmulator;
  close(): Promise<void>;
}

/** Starts all of them. */
export async function startServers(): Promise<DemoServers> {
  const [outline, litellm, authpi] = await Promise.all([
    startOutlineEmulator(),
    startLiteLLMEmulator({ seedKeys: 1 }),
    startAuthPIEmulator({ seedKeys: 1 }),
  ]);
  return {
    outline,
    litellm,
    authpi,
    async close() {
      await Promise.all([outline.close(), litellm.close(), authpi.close()]);
    },
  };
}
