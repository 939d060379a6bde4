import { checkCallOptions, ConfigurationError, HttpError } from '@keyrack/http';
import type { CallOptions } from '@keyrack/http';
import type { OutlineClient } from './outline-client.ts';
import type { ServerInfo } from './server-info.ts';
import type { ServerMetrics } from './server-metrics.ts';
import { windowSeconds } from './since.ts';
import type { Since } from './since.ts';
import type { TransferMetrics } from './transfer-metrics.ts';

/** The options of a summary. */
export interface ServerSummaryOptions extends CallOptions {
  /**
   * Where the window of the experimental metrics begins.
   * @default '24h'
   */
  readonly metricsSince?: Since;
}

/** A server at a glance. */
export interface ServerSummary {
  /** Null when the server could not be read. */
  readonly server: ServerInfo | null;
  /** Null when the keys could not be read. */
  readonly accessKeysCount: number | null;
  /** Null when the server could not tell; read whether or not metrics are shared. */
  readonly transferMetrics: TransferMetrics | null;
  /** Null when the server could not tell, as a fresh or an old one cannot. */
  readonly experimentalMetrics: ServerMetrics | null;
  /** Whether server and keys could be read. */
  readonly healthy: boolean;
  /** Why they could not. */
  readonly error: HttpError | null;
}

/** Which server is summed up, and when: epoch milliseconds. */
export interface SummarySubject {
  readonly client: OutlineClient;
  readonly nowMs: number;
}

/**
 * Reads what there is to know about a server; never throws for what it does. The keys are counted and not held.
 *
 * @throws {ConfigurationError} when an option is wrong; nothing was sent.
 */
export async function readServerSummary({ client, nowMs }: SummarySubject, options: ServerSummaryOptions = {}): Promise<ServerSummary> {
  checkCallOptions('outline', options, { others: ['metricsSince'] });
  const { metricsSince = '24h', ...callOptions } = options;
  windowSeconds(metricsSince, nowMs);
  const [server, accessKeysCount, transferMetrics, experimentalMetrics] = await Promise.allSettled([
    client.server.get(callOptions),
    count(client.accessKeys.listAll(callOptions)),
    client.metrics.transfer(callOptions),
    client.metrics.server(metricsSince, callOptions),
  ]);
  const failure: unknown = [server, accessKeysCount].find(({ status }) => status === 'rejected');
  const reason: unknown = failure === undefined ? undefined : (failure as PromiseRejectedResult).reason; // found by its status
  // All four have the same options, so none of them was sent.
  if (ConfigurationError.isInstance(reason)) throw reason;
  return {
    server: valueOf(server),
    accessKeysCount: valueOf(accessKeysCount),
    transferMetrics: valueOf(transferMetrics),
    experimentalMetrics: valueOf(experimentalMetrics),
    healthy: failure === undefined,
    error: HttpError.isInstance(reason) ? reason : null,
  };
}

function valueOf<Value>(settled: PromiseSettledResult<Value>): Value | null {
  return settled.status === 'fulfilled' ? settled.value : null;
}

async function count(items: AsyncIterator<unknown>): Promise<number> {
  let counted = 0;
  while ((await items.next()).done !== true) counted += 1;
  return counted;
}
