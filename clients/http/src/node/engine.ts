import type { TransportRequest, TransportResponse } from '../transport.ts';

/** One way to speak HTTP to one target. */
export interface Engine {
  /** @throws {TransportFailure} when there is no whole answer. */
  send(request: TransportRequest): Promise<TransportResponse>;
  /** Closes all connections. */
  close(): Promise<void>;
}
