import type { LiteLLMRequest } from '../caller.ts';
import { nonEmptyText } from '../values/parameter-checks.ts';
import { decodeHealthHistory, decodeLatestHealth, decodeModelHealth, historyQuery, modelHealthQuery } from './model-health.ts';
import type { HealthCheck, HealthHistory, HealthHistoryQuery, ModelHealth, ModelHealthQuery } from './model-health.ts';
import { decodeLicence, decodeReadiness, decodeReadinessDetails } from './proxy-health.ts';
import type { Licence, Readiness, ReadinessDetails } from './proxy-health.ts';
import { decodeBacklog, decodeServiceHealth, decodeSharedStatus } from './service-health.ts';
import type { Backlog, ServiceHealth, SharedHealthStatus } from './service-health.ts';

/** Builds the requests about the proxy itself; {@link HealthResource} says what each does. */
export class HealthRequests {
  async readiness(): Promise<LiteLLMRequest<Readiness>> {
    return { method: 'GET', route: '/health/readiness', decode: decodeReadiness };
  }

  async details(): Promise<LiteLLMRequest<ReadinessDetails>> {
    return { method: 'GET', route: '/health/readiness/details', decode: decodeReadinessDetails };
  }

  async licence(): Promise<LiteLLMRequest<Licence>> {
    return { method: 'GET', route: '/health/license', decode: decodeLicence };
  }

  async liveness(): Promise<LiteLLMRequest<void>> {
    return { method: 'GET', route: '/health/liveliness', decode: () => undefined };
  }

  /** @throws {ConfigurationError} */
  async models(query: ModelHealthQuery = {}): Promise<LiteLLMRequest<ModelHealth>> {
    // Every trial is a call of a model, which costs money: it is not repeated on its own.
    return { method: 'GET', route: '/health', query: modelHealthQuery(query), readOnly: false, decode: decodeModelHealth };
  }

  /** @throws {ConfigurationError} */
  async history(query: HealthHistoryQuery = {}): Promise<LiteLLMRequest<HealthHistory>> {
    return { method: 'GET', route: '/health/history', query: historyQuery(query), decode: decodeHealthHistory };
  }

  async latest(): Promise<LiteLLMRequest<Readonly<Record<string, HealthCheck>>>> {
    return { method: 'GET', route: '/health/latest', decode: decodeLatestHealth };
  }

  /** @throws {ConfigurationError} */
  async service(service: string): Promise<LiteLLMRequest<ServiceHealth>> {
    nonEmptyText('service', service);
    // It sends a message to people, or to another system.
    return { method: 'GET', route: '/health/services', query: { service }, readOnly: false, decode: decodeServiceHealth };
  }

  async backlog(): Promise<LiteLLMRequest<Backlog>> {
    return { method: 'GET', route: '/health/backlog', decode: decodeBacklog };
  }

  async sharedStatus(): Promise<LiteLLMRequest<SharedHealthStatus>> {
    return { method: 'GET', route: '/health/shared-status', decode: decodeSharedStatus };
  }
}
