import { describe, expect, it } from 'vitest';
import { operations } from './contract.ts';
import { allows, permissionFor } from './permissions.ts';

describe('scopes', () => {
  it.each([
    ['*:**', 'issuers.users:write', true],
    ['issuers:**', 'issuers.users:write', true],
    ['issuers:**', 'issuers:read', true],
    ['issuers:**', 'issuersx:read', false],
    ['issuers:*', 'issuers:write', true],
    ['issuers:*', 'issuers.users:write', false],
    ['*:read', 'webhooks:read', true],
    ['*:read', 'webhooks:write', false],
    ['*:read', 'issuers.users:read', false],
    ['*:*', 'issuers.users:read', false],
    ['issuers.users:manage', 'issuers.users:read', true],
    ['issuers.users:manage', 'issuers.users:write', true],
    ['issuers.users:manage', 'issuers:read', false],
    ['issuers.users:write', 'issuers.users:read', false],
    ['nonsense', 'issuers:read', false],
    ['', 'issuers:read', false],
  ])('%s against %s: %s', (granted, needed, allowed) => {
    expect(allows([granted], needed)).toBe(allowed);
  });

  it('are denied unless one of them covers the need', () => {
    expect(allows([], 'accounts:read')).toBe(false);
    expect(allows(['a:read', 'accounts:read'], 'accounts:read')).toBe(true);
  });

  it('are named after the path, without ids and actions', () => {
    const needed = Object.fromEntries(operations().map((operation) => [operation.id, permissionFor(operation)]));
    expect(needed).toMatchObject({
      'accounts.get': 'accounts:read',
      'account_api_keys.rotate': 'api-keys:write',
      'users.list': 'issuers.users:read',
      'invitations.create': 'issuers.organizations.invitations:write',
      'webhooks.update': 'webhooks:write',
    });
  });
});
