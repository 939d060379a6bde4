import type { Operation } from './contract.ts';

/** The permission that an operation needs, for example `issuers.users:read`. */
export function permissionFor({ permission, verb }: Operation): string {
  return `${permission}:${verb === 'GET' ? 'read' : 'write'}`;
}

/**
 * Whether any of the granted scopes covers the needed one. `*:**` is everything, `x:**` is x and all below it, `x:*` any
 * action on x, `*:a` that action on every top-level resource; `manage` covers reading and writing.
 */
export function allows(granted: readonly string[], needed: string): boolean {
  const [resource = '', action = ''] = needed.split(':');
  return granted.some((scope) => {
    const [grantedResource = '', grantedAction = ''] = scope.split(':');
    const deep = grantedAction === '**';
    const covers = deep || grantedAction === '*' || grantedAction === 'manage' || grantedAction === action;
    return covers && reaches(grantedResource, resource, deep);
  });
}

function reaches(granted: string, resource: string, deep: boolean): boolean {
  if (granted === resource) return true;
  if (granted === '*') return deep || !resource.includes('.');
  return deep && resource.startsWith(`${granted}.`);
}
