import type { ProviderCapabilities } from './capabilities.ts';
import type { Connection } from './connection.ts';

/** Of what a system is known to allow, so much is left to people and to others who use the same credential. */
const marginShare = 0.1;
const usualTasksAtOnce = 4;

/** How much workers ask of a system. */
export interface EffectiveWorkLimits {
  /** Requests within any hour, by all workers together; null: as many as there is work for. */
  readonly maxRequestsPerHour: number | null;
  /** Tasks of one worker at the same time. */
  readonly maxTasksAtOnce: number;
}

/** What holds for a connection: what was said of it, else what the kind of system is known to allow, less a margin. */
export function effectiveWorkLimits(
  { workLimits }: Pick<Connection, 'workLimits'>,
  { requestsPerHour }: Pick<ProviderCapabilities, 'requestsPerHour'>,
): EffectiveWorkLimits {
  const known = requestsPerHour === undefined ? null : Math.max(1, Math.floor(requestsPerHour * (1 - marginShare)));
  const { maxRequestsPerHour = known, maxTasksAtOnce = usualTasksAtOnce } = workLimits;
  return { maxRequestsPerHour, maxTasksAtOnce };
}
