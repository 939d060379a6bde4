import { budgetMethods } from './budgets.ts';
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
  ...budgetMethods,
  ...spendMethods,
];
