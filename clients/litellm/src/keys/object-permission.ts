import { readBoolean, readFields, readRecordOrNull, readText, readTexts } from '../values/reading.ts';
import type { Fields, Readers } from '../values/reading.ts';

/** What besides models may be used, as the proxy shows it; null: nothing was said of it. */
export interface ShownObjectPermission {
  readonly object_permission_id: string | null;
  readonly mcp_servers: readonly string[] | null;
  readonly mcp_access_groups: readonly string[] | null;
  /** The tools of a server by its name. */
  readonly mcp_tool_permissions: Fields | null;
  readonly mcp_toolsets: readonly string[] | null;
  readonly mcp_tool_search_enabled: boolean | null;
  readonly blocked_tools: readonly string[] | null;
  readonly vector_stores: readonly string[] | null;
  readonly agents: readonly string[] | null;
  readonly agent_access_groups: readonly string[] | null;
  readonly models: readonly string[] | null;
  readonly search_tools: readonly string[] | null;
  readonly skills: readonly string[] | null;
}

const textsOrNull = (value: unknown): readonly string[] | null => (Array.isArray(value) ? readTexts(value) : null);

const readers: Readers<ShownObjectPermission> = {
  object_permission_id: readText,
  mcp_servers: textsOrNull,
  mcp_access_groups: textsOrNull,
  mcp_tool_permissions: readRecordOrNull,
  mcp_toolsets: textsOrNull,
  mcp_tool_search_enabled: readBoolean,
  blocked_tools: textsOrNull,
  vector_stores: textsOrNull,
  agents: textsOrNull,
  agent_access_groups: textsOrNull,
  models: textsOrNull,
  search_tools: textsOrNull,
  skills: textsOrNull,
};

/** Null where the value is no object: then everything may be used. */
export function readObjectPermission(value: unknown): ShownObjectPermission | null {
  const fields = readRecordOrNull(value);
  return fields === null ? null : readFields(fields, readers);
}
