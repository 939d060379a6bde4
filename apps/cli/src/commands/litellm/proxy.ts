import type { LiteLLMMethod } from './method.ts';
import { oneByOne } from './method.ts';

/** The proxy itself. */
export const proxyMethods: readonly LiteLLMMethod[] = [
  {
    words: 'summary',
    kind: 'read',
    takes: [],
    read: async ({ health, spend, models }, { signal }) => {
      const [details, licence, total, open] = await Promise.all([
        health.details({ signal }),
        health.licence({ signal }),
        spend.total({ signal }),
        models.list({ signal }),
      ]);
      return {
        status: details.status,
        database: details.db,
        version: details.litellm_version,
        licence: licence.has_license ? (licence.license_type ?? 'yes') : 'none',
        licence_ends: licence.expiration_date,
        spend: total.spend,
        max_budget: total.max_budget,
        models: open.map(({ id }) => id),
      };
    },
  },
  { words: 'models list', kind: 'list', takes: [], list: ({ models }, { signal }) => oneByOne(models.list({ signal })) },
];
