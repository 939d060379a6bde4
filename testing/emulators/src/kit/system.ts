import type { EmulatedRequest, Outcome, StreamedBody } from './exchange.ts';
import type { EmulatorClock } from './clock.ts';
import type { ControlRoutes } from './control-routes.ts';

/**
 * One emulated system: its state and its own paths, without sockets, faults, latency or clock controls, which are
 * the same for all. A new emulator implements this and hands it to `startEmulator`.
 */
export interface EmulatedSystem<State> {
  /** The name that commands and ready lines use, for example `outline`. */
  readonly name: string;
  readonly clock: EmulatorClock;
  /** Control paths that only this system has, by `METHOD /_emulator/...`. */
  readonly controls: ControlRoutes;
  /** Acts on one request and says what the system would answer. */
  handle(request: EmulatedRequest): Promise<Outcome>;
  /**
   * Takes a call in; the function it gives finishes it. For systems that treat other calls differently while one is being
   * worked on, so that faults can strike in between.
   */
  accept?(request: EmulatedRequest): Promise<() => Promise<Outcome>>;
  /** The request target as it may be logged and as faults match it: without the system's own credential. */
  publicPath(target: string): string;
  /** Everything a checker wants to compare, secrets included: independent of what the API shows. */
  state(): State;
  /** The same as JSON in pieces, so that a million keys need not fit into one string. */
  stateAsJson(): StreamedBody | string;
  /** Back to a fresh installation; address and credential stay. */
  reset(): void;
  /** The system's process was started again on the same data. */
  restarted(): void;
}
