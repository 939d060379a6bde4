import { activityMethods } from './activity.ts';
import { budgetMethods } from './budgets.ts';
import { callbackMethods } from './callbacks.ts';
import type { LiteLLMMethod } from './method.ts';
import { proxyMethods } from './proxy.ts';
import { spendMethods } from './spend.ts';
import { memberMethods, teamMethods } from './teams.ts';
import { userMethods } from './users.ts';

/** Everything that `keyrack litellm <connection>` does. */
export const litellmMethods: readonly LiteLLMMethod[] = [
  ...proxyMethods,
  ...userMethods,
  ...teamMethods,
  ...memberMethods,
  ...callbackMethods,
  ...budgetMethods,
  ...spendMethods,
  ...activityMethods,
];
