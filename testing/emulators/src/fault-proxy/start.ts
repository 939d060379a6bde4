import type { EmulatorOptions, RunningEmulator } from '../kit/emulator.ts';
import { startEmulator } from '../kit/emulator.ts';
import { ForwardingSystem } from './forwarding-system.ts';

/** Where a fault proxy passes calls on to. */
export interface FaultProxyOptions extends EmulatorOptions {
  /** Scheme, host and port of a real system. Its certificate is not looked at. */
  readonly target: string;
}

/** A running fault proxy. It has no state of its own: resetting it clears faults and log, and nothing behind it. */
export type FaultProxy = RunningEmulator<null>;

/**
 * Stands in front of a real system, so that the faults of the emulators strike there too.
 *
 * @example
 * await using proxy = await startFaultProxy({ target: 'http://127.0.0.1:4000' });
 * proxy.faults.add({ method: 'POST', effect: { kind: 'close', when: 'after' } });
 *
 * @throws {TypeError} for a target that is no address
 */
export async function startFaultProxy({ target, ...options }: FaultProxyOptions): Promise<FaultProxy> {
  return startEmulator(new ForwardingSystem(new URL(target)), { ...options, keepAliveTimeoutMs: 5_000 });
}
