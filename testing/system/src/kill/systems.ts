import type { JsonObject } from '@keyrack/contracts';
import { startAuthPIEmulator, startLiteLLMEmulator, startOutlineEmulator, startVergeOSEmulator } from '@keyrack/emulators';
import type { FaultEffect, FaultRule } from '@keyrack/emulators';

/** A key in a foreign system, read past all that is under test. */
export interface ForeignKey {
  readonly upstreamId: string;
  readonly upstreamName: string;
  readonly suspended: boolean;
}

/** One system as the kill test needs it, with nothing in it. */
export interface KillSystem extends AsyncDisposable {
  /** As `connection add --from-json` takes it. */
  readonly fields: JsonObject;
  /** What a key of this system needs besides a name. */
  readonly providerOptions: JsonObject;
  /** Valid keys only: what counts as gone is gone. */
  keys(): readonly ForeignKey[] | Promise<readonly ForeignKey[]>;
  readonly faults: { add(rule: FaultRule): number; remove(id: number): boolean; release(): number };
}

/** How each system is started, and what it cannot do. */
export const killSystems = {
  outline: {
    cannot: [],
    async start(): Promise<KillSystem> {
      const outline = await startOutlineEmulator();
      const { url, certSha256 } = outline.readyLine;
      return {
        fields: { url, certSha256 },
        providerOptions: {},
        keys: () =>
          outline
            .state()
            .keys.map(({ id, name, dataLimit }) => ({ upstreamId: id, upstreamName: name, suspended: dataLimit?.bytes === 0 })),
        faults: outline.faults,
        [Symbol.asyncDispose]: () => outline.close(),
      };
    },
  },
  litellm: {
    cannot: [],
    async start(): Promise<KillSystem> {
      const litellm = await startLiteLLMEmulator();
      const { url, apiKey } = litellm.readyLine;
      return {
        fields: { url, apiKey },
        providerOptions: {},
        keys: () =>
          litellm
            .state()
            .keys.map((key) => ({ upstreamId: key.token, upstreamName: key.key_alias ?? '', suspended: key.blocked === true })),
        faults: litellm.faults,
        [Symbol.asyncDispose]: () => litellm.close(),
      };
    },
  },
  authpi: {
    cannot: [],
    async start(): Promise<KillSystem> {
      const authpi = await startAuthPIEmulator();
      const { url, keyId, keySecret, accountId } = authpi.readyLine;
      const valid = () => authpi.state().keys.filter(({ status }) => status === 'active' || status === 'blocked');
      return {
        fields: { url, keyId, keySecret, accountId },
        providerOptions: {},
        keys: () => valid().map(({ id, name, status }) => ({ upstreamId: id, upstreamName: name, suspended: status === 'blocked' })),
        faults: authpi.faults,
        [Symbol.asyncDispose]: () => authpi.close(),
      };
    },
  },
  vergeos: {
    cannot: ['suspend', 'resume'],
    async start(): Promise<KillSystem> {
      const vergeos = await startVergeOSEmulator();
      const { url, username, password, apiKey, certSha256 } = vergeos.readyLine;
      return {
        fields: { url, username, password, apiKey, certSha256 },
        providerOptions: {},
        keys: () => vergeos.state().keys.map(({ key, name }) => ({ upstreamId: String(key), upstreamName: name, suspended: false })),
        faults: vergeos.faults,
        [Symbol.asyncDispose]: () => vergeos.close(),
      };
    },
  },
} as const;

/** The name of a system that the kill test runs on. */
export type KillSystemName = keyof typeof killSystems;

/** What happens to every call that changes something, while the doomed process lives. */
export const killFaults: Readonly<Record<string, FaultEffect | null>> = {
  clean: null,
  'answer dropped after acting': { kind: 'close', when: 'after' },
  'request dropped before acting': { kind: 'close', when: 'before' },
  '500 after acting': { kind: 'status', when: 'after', status: 500 },
  '500 before acting': { kind: 'status', when: 'before', status: 500 },
  'answer truncated': { kind: 'truncate' },
  'delivered twice': { kind: 'twice' },
  'delayed past recovery': { kind: 'hold', when: 'before', drop: true },
};
