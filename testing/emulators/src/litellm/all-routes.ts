import { healthRoutes } from './health/health-routes.ts';
import { keyRoutes } from './keys/key-routes.ts';
import { moreKeyRoutes } from './keys/more-key-routes.ts';
import { modelRoutes } from './money/model-routes.ts';
import type { AnyEndpoint } from './web/endpoint.ts';

/** Every endpoint, in the order in which paths are compared. */
export const allRoutes: readonly AnyEndpoint[] = [...healthRoutes, ...keyRoutes, ...moreKeyRoutes, ...modelRoutes];
