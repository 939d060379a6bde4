/**
 * A group of routes. Groups decide who may call a route: which roles, and which keys that were made for some groups
 * only. The names that keys use for them are the proxy's own.
 */
export type RouteGroup =
  /** Needs no key at all. */
  | 'public'
  /** Model calls and what belongs to them. */
  | 'llm_api_routes'
  /** Reading; the endpoints look themselves at whose things are read. */
  | 'info_routes'
  | 'management_routes'
  /** Open to internal users. */
  | 'internal_user_routes'
  /** Open to internal users who may only look. */
  | 'internal_user_view_only_routes'
  /** Open to everybody: the endpoints check for themselves. */
  | 'self_managed_routes'
  /** Reports of the whole proxy. */
  | 'global_spend_tracking_routes'
  /** POST requests that an admin viewer may send all the same. */
  | 'admin_viewer_routes'
  /** Open to the service accounts of a team. */
  | 'team_service_account_key_routes'
  /** Writing that is refused to admin viewers by name. */
  | 'viewer_refused';

/** Names of groups that a key's `allowed_routes` may hold instead of paths. */
export const groupNames: readonly string[] = [
  'llm_api_routes',
  'info_routes',
  'management_routes',
  'internal_user_routes',
  'internal_user_view_only_routes',
  'self_managed_routes',
  'global_spend_tracking_routes',
  'admin_viewer_routes',
  'team_service_account_key_routes',
];
