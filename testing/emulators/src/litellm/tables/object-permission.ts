import type { Body, Json } from '../values/json.ts';
import { emptyObject } from '../values/json.ts';
import { arranged, inOrder } from './columns.ts';

/** What a key, user or team may use besides models: a row of its own, with the proxy's column names. */
export type ObjectPermission = { readonly object_permission_id: string } & Readonly<Record<string, Json>>;

const order = inOrder(`
  object_permission_id mcp_servers mcp_access_groups mcp_tool_permissions vector_stores agents agent_access_groups models blocked_tools
  mcp_toolsets search_tools mcp_tool_search_enabled skills teams projects verification_tokens organizations users end_users agents_table`);
const typedOrder = inOrder(`
  object_permission_id mcp_servers mcp_access_groups mcp_tool_permissions vector_stores agents agent_access_groups models mcp_toolsets
  blocked_tools search_tools mcp_tool_search_enabled skills`);
const lists = inOrder(
  'mcp_servers mcp_access_groups vector_stores agents agent_access_groups models blocked_tools mcp_toolsets search_tools skills',
);

/** A permission with the fields that were given. Tools of servers that do not exist are dropped: there are no servers. */
export function objectPermission(id: string, given: Readonly<Record<string, Json>>, before?: ObjectPermission): ObjectPermission {
  const empty = Object.fromEntries(lists.map((name) => [name, []]));
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  const tools = 'mcp_tool_permissions' in named ? { mcp_tool_permissions: emptyObject } : {};
  return { ...empty, ...before, ...named, ...tools, object_permission_id: id };
}

/** A permission as answers show it. */
export function objectPermissionBody(permission: ObjectPermission | null): Body {
  return permission === null ? null : arranged(order, permission);
}

/** A permission as one of the proxy's types. */
export function objectPermissionAsType(permission: ObjectPermission | null): Body {
  return permission === null ? null : arranged(typedOrder, permission);
}
