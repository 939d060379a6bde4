import { activityRoutes } from './activity/activity-routes.ts';
import { budgetRoutes } from './budgets/budget-routes.ts';
import { healthRoutes } from './health/health-routes.ts';
import { modelHealthRoutes } from './health/model-health-routes.ts';
import { keyRoutes } from './keys/key-routes.ts';
import { moreKeyRoutes } from './keys/more-key-routes.ts';
import { licensedRoutes } from './licensed/licensed-routes.ts';
import { modelRoutes } from './money/model-routes.ts';
import { spendRoutes } from './money/spend-routes.ts';
import { notEmulated } from './not-emulated.ts';
import { teamRoutes } from './teams/team-routes.ts';
import { userRoutes } from './users/user-routes.ts';
import type { AnyEndpoint } from './web/endpoint.ts';

/** Every endpoint, in the order in which paths are compared. */
export const allRoutes: readonly AnyEndpoint[] = [
  ...healthRoutes,
  ...modelHealthRoutes,
  ...keyRoutes,
  ...moreKeyRoutes,
  ...budgetRoutes,
  ...userRoutes,
  ...teamRoutes,
  ...modelRoutes,
  ...spendRoutes,
  ...activityRoutes,
  ...licensedRoutes,
  ...notEmulated,
];
