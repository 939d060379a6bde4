import { Secret } from '@keyrack/secret';
import { expectTypeOf, test } from 'vitest';
import type { ApiKeyListItem, AuthPIClient, AuthPIClientOptions, CreateApiKeyResponse, Item, Page, PreparedCall, User } from './index.ts';

declare const client: AuthPIClient;

test('an answer is typed, and unknown where its JSON is asked for as it came', () => {
  expectTypeOf(client.apiKeys.create({ name: 'a', restrictions: {} })).resolves.toEqualTypeOf<Item<CreateApiKeyResponse>>();
  expectTypeOf(client.apiKeys.create({ name: 'a', restrictions: {} }, { raw: true })).resolves.toEqualTypeOf<unknown>();
  expectTypeOf(client.apiKeys.list()).resolves.toEqualTypeOf<Page<ApiKeyListItem>>();
  expectTypeOf(client.issuer('i').user('u').get()).resolves.toEqualTypeOf<Item<User>>();
  expectTypeOf(client.issuer('i').users.delete('u')).resolves.toEqualTypeOf<void>();
});

test('a secret is a Secret and a tag is a text, wherever they are', () => {
  expectTypeOf<Item<CreateApiKeyResponse>['secret_plain']>().toEqualTypeOf<Secret>();
  expectTypeOf<Item<User>['etag']>().toEqualTypeOf<string | null>();
  expectTypeOf(client.issuer('i').user('u').verifiers.regenerate('v')).resolves.toHaveProperty('codes').toEqualTypeOf<readonly Secret[]>();
});

test('an API key is a pair', () => {
  expectTypeOf({ apiKey: { id: 'key_1', secret: new Secret('s') } }).toExtend<AuthPIClientOptions>();
  expectTypeOf({ apiKey: 'key_1' }).not.toExtend<AuthPIClientOptions>();
});

test('what is known of a body is checked, and what nobody has described is open', () => {
  type CreateIssuer = Parameters<AuthPIClient['issuers']['create']>[0];
  expectTypeOf({ description: 'without a name' }).not.toExtend<CreateIssuer>();
  type Users = ReturnType<AuthPIClient['issuer']>['users'];
  expectTypeOf({ username: 'alice', favourite_colour: 'blue' }).toExtend<Parameters<Users['create']>[0]>();
  expectTypeOf({ username: 7 }).not.toExtend<Parameters<Users['create']>[0]>();
});

test('an iteration takes no cursor, and a list takes no unknown filter', () => {
  expectTypeOf<Parameters<AuthPIClient['apiKeys']['listAll']>[0]>().not.toHaveProperty('cursor');
  expectTypeOf<NonNullable<Parameters<AuthPIClient['apiKeys']['list']>[0]>>().not.toHaveProperty('colour');
});

test('a call that is made ready tells what sending it gives', () => {
  const made = client.prepare.apiKeys.create({ name: 'a', restrictions: {} });
  expectTypeOf(made).resolves.toEqualTypeOf<PreparedCall<Item<CreateApiKeyResponse>>>();
  expectTypeOf(client.prepare.issuer('i').user('u').get()).resolves.toEqualTypeOf<PreparedCall<Item<User>>>();
  expectTypeOf(client.prepare.apiKeys.list()).resolves.toEqualTypeOf<PreparedCall<Page<ApiKeyListItem>>>();
  expectTypeOf(client.prepare.apiKeys).not.toHaveProperty('listAll');
  expectTypeOf(client.prepare.apiKeys).not.toHaveProperty('prepareCreate');
  expectTypeOf(client.prepare.issuer('i').user('u').trustedDevices).toHaveProperty('revokeAll');
});
