import { randomUUID } from 'node:crypto';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { Fields, Given } from '../schema/schema.ts';
import { objectPermission } from '../tables/object-permission.ts';
import { isObject } from '../values/json.ts';
import { written } from './key-metadata.ts';

/** Keeps the permission that a request asks for; null when it asks for none. */
export function newObjectPermission<F extends Fields>(proxy: LiteLLMProxy, request: Given<F>): string | null {
  const asked = written(request, 'object_permission');
  if (!isObject(asked ?? null)) return null;
  return changeObjectPermission(proxy, request, { object_permission_id: null });
}

/** Changes the permission of a row, or makes its first. Returns its id. */
export function changeObjectPermission<F extends Fields>(
  proxy: LiteLLMProxy,
  request: Given<F>,
  row: { readonly object_permission_id: string | null },
): string {
  const asked = written(request, 'object_permission') ?? null;
  const before = proxy.objectPermissionOf(row) ?? undefined;
  const id = before?.object_permission_id ?? randomUUID();
  proxy.objectPermissions.set(id, objectPermission(id, isObject(asked) ? Object.fromEntries(asked) : {}, before));
  return id;
}
