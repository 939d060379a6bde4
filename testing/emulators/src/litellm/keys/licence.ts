import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { PlainFailure, refused } from '../web/failures.ts';
import type { HttpFailure } from '../web/failures.ts';
import { NotKnownError } from '../../kit/not-known.ts';

/** What the proxy says to everybody who has no licence. */
export const licenceAdvice =
  'You must be a LiteLLM Enterprise user to use this feature. If you have a license please set `LITELLM_LICENSE` in your env. ' +
  'Get a 7 day trial key here: https://www.litellm.ai/enterprise#trial. \nPricing: https://www.litellm.ai/#pricing';

/** The refusal of a single field. */
export const fieldNeedsLicence = (field: string): HttpFailure =>
  refused(403, `This feature is only available for LiteLLM Enterprise users: ${field}. ${licenceAdvice}`);

/** Limits per model need a licence. @throws {PlainFailure} */
export function checkModelBudgets(proxy: LiteLLMProxy, budgets: ReadonlyMap<string, unknown> | null): void {
  if (budgets === null || budgets.size === 0) return;
  if (proxy.settings.licensed) throw new NotKnownError('how a licensed proxy shows budgets per model and their usage');
  throw new PlainFailure(
    `Invalid model_max_budget: You must have an enterprise license to set model_max_budget. ${licenceAdvice}. ` +
      'Example of valid model_max_budget: https://docs.litellm.ai/docs/proxy/users',
  );
}
