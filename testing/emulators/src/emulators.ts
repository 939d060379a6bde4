import { startAuthPIEmulator } from './authpi/start.ts';
import type { EmulatorOptions, RunningEmulator } from './kit/emulator.ts';
import { startLiteLLMEmulator } from './litellm/start.ts';
import { startOutlineEmulator } from './outline/start.ts';
import { startVergeOSEmulator } from './vergeos/start.ts';

/** What a command needs to start any emulator. */
export interface CommonEmulatorOptions extends EmulatorOptions {
  /** The system's own credential; what it is differs, see {@link EmulatorKind.credential}. */
  readonly credential?: string;
  /** How many keys exist at the start. */
  readonly seedKeys?: number;
  /** Takes what an old client of the system sends; where it means something, {@link EmulatorKind.legacy} says what. */
  readonly legacy?: boolean;
}

/** A running emulator with the line that says how to reach it. */
export interface AnnouncedEmulator extends RunningEmulator {
  /** One JSON object for scripts: `system`, `url` and what a client needs to connect. */
  readonly readyLine: Readonly<Record<string, string>> & { readonly system: string; readonly url: string };
}

/** One kind of emulator. */
export interface EmulatorKind {
  /** What `credential` sets for this system, for help texts. */
  readonly credential: string;
  /** What `legacy` takes, for help texts; absent where there is no such thing. */
  readonly legacy?: string;
  start(options?: CommonEmulatorOptions): Promise<AnnouncedEmulator>;
}

/** The systems that can be emulated. */
export type EmulatedSystemName = 'outline' | 'litellm' | 'authpi' | 'vergeos';

/** Every emulator by its system's name. */
export const emulators: Readonly<Record<EmulatedSystemName, EmulatorKind>> = {
  outline: {
    credential: 'the secret path prefix',
    start: async (options) => {
      const outline = await startOutlineEmulator(options);
      return outline as typeof outline & { readonly readyLine: { readonly [name: string]: string } }; // an interface has no index signature
    },
  },
  litellm: {
    credential: 'the master key',
    start: async (options) => {
      const litellm = await startLiteLLMEmulator(options);
      return litellm as typeof litellm & { readonly readyLine: { readonly [name: string]: string } }; // an interface has no index signature
    },
  },
  authpi: {
    credential: 'the secret of the first API key',
    legacy: "what version 0.3.0 of the vendor's Python client sends",
    start: async (options) => {
      const authpi = await startAuthPIEmulator(options);
      return authpi as typeof authpi & { readonly readyLine: { readonly [name: string]: string } }; // an interface has no index signature
    },
  },
  vergeos: {
    credential: 'the password of the first user',
    start: async (options) => {
      const vergeos = await startVergeOSEmulator(options);
      return vergeos as typeof vergeos & { readonly readyLine: { readonly [name: string]: string } }; // an interface has no index signature
    },
  },
};
