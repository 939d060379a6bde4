import type { Secret } from '@keyrack/secret';
import { describe, expectTypeOf, test } from 'vitest';
import type {
  AddMember,
  ApiKeySelector,
  CreateApiKey,
  CreatedApiKey,
  Filter,
  PreparedCall,
  RowKey,
  UserRow,
  VergeOSClient,
} from './index.ts';

declare const vergeos: VergeOSClient;

describe('what a caller sees', () => {
  test('columns that were asked for are there, and typed where the table is known', async () => {
    const [key] = await vergeos.apiKeys.list({ fields: ['expires_type', 'user#email as user_email'] });
    expectTypeOf(key?.columns.lastlogin_stamp).toEqualTypeOf<number | undefined>();
    expectTypeOf(key?.columns.user_email).toBeUnknown();
    // @ts-expect-error -- it was not asked for
    void key?.columns.user_name_2;
    const user = await vergeos.users.get(3, { fields: ['identity#owner as owner'] });
    expectTypeOf(user.columns.owner).toBeUnknown();
    expectTypeOf(user.identity).toEqualTypeOf<number | null>();
  });

  test('a row of any table has what was asked for and nothing else', async () => {
    const [row] = await vergeos.table<UserRow>('users').list({ fields: ['name', 'count(members) as members'] });
    expectTypeOf(row?.$key).toEqualTypeOf<RowKey | undefined>();
    expectTypeOf(row?.name).toEqualTypeOf<string | undefined>();
    expectTypeOf(row?.members).toBeUnknown();
    // @ts-expect-error -- it was not asked for
    void row?.email;
    const other = await vergeos.table('vms').get(7, { fields: ['name'] });
    expectTypeOf(other.name).toBeUnknown();
  });

  test('raw answers are unknown, and a new key has its secret', async () => {
    expectTypeOf(await vergeos.apiKeys.list({}, { raw: true })).toBeUnknown();
    expectTypeOf(await vergeos.apiKeys.create({ user: 3, name: 'n' })).toEqualTypeOf<CreatedApiKey>();
    expectTypeOf((await vergeos.apiKeys.create({ user: 3, name: 'n' })).secret).toEqualTypeOf<Secret>();
  });

  test('a prepared call gives what the method gives, and iterations are as many calls as there are pages', async () => {
    const created = await vergeos.prepare.apiKeys.create({ user: 3, name: 'n' });
    expectTypeOf(created).toEqualTypeOf<PreparedCall<CreatedApiKey>>();
    expectTypeOf(await vergeos.send(created)).toEqualTypeOf<CreatedApiKey>();
    expectTypeOf(await vergeos.send(await vergeos.prepare.users.enable(3))).toEqualTypeOf<void>();
    expectTypeOf(await vergeos.prepare.table('vms').delete(7)).toEqualTypeOf<PreparedCall<void>>();
    expectTypeOf(vergeos.prepare.users).not.toHaveProperty('listAll');
    // @ts-expect-error -- it is no name of a table
    void vergeos.prepare.table(7);
  });

  test('filters take the columns of their table, with values of their types', () => {
    expectTypeOf(vergeos.users.list).toBeCallableWith({
      filter: { enabled: true, name: ['a', 'b'], created: { gt: new Date() }, auth_source: null },
    });
    expectTypeOf(vergeos.users.list).toBeCallableWith({ filter: { or: [{ name: { bw: 'a' } }, {} as Filter] } });
    // @ts-expect-error -- there is no such column
    void vergeos.users.list({ filter: { nmae: 'a' } });
    // @ts-expect-error -- it is no text
    void vergeos.users.list({ filter: { enabled: 'yes' } });
    // @ts-expect-error -- a text is no filter
    void vergeos.users.list({ filter: "name eq 'a'" });
  });

  test('arguments that the system would refuse do not compile', () => {
    expectTypeOf({ name: 'n' } as const).not.toExtend<CreateApiKey>();
    expectTypeOf({ name: 'n', user: 3 } as const).toExtend<CreateApiKey>();
    // A name alone belongs to as many keys as there are users.
    expectTypeOf({ name: 'n' } as const).not.toExtend<ApiKeySelector>();
    expectTypeOf({ group: 1, user: 2, memberGroup: 3 } as const).not.toExtend<AddMember>();
    expectTypeOf({ group: 1, memberGroup: 3 } as const).toExtend<AddMember>();
  });
});
