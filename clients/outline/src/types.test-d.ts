import type { Secret } from '@keyrack/secret';
import { describe, expectTypeOf, test } from 'vitest';
import { AccessKeyNotFoundError, BulkError, HttpError, OutlineClient, OutlineServers } from './index.ts';
import type {
  AccessKey,
  BulkResult,
  CreateAccessKey,
  DataLimit,
  DynamicKey,
  ImportResult,
  NewAccessKey,
  Outcome,
  PreparedCall,
  ServerInfo,
  ServerMetrics,
  ServerSummary,
} from './index.ts';

declare const outline: OutlineClient;

describe('what a caller sees', () => {
  test('a key holds its secrets as Secrets, and nothing but its id is certain', () => {
    expectTypeOf<AccessKey['id']>().toEqualTypeOf<string>();
    expectTypeOf<AccessKey['password']>().toEqualTypeOf<Secret | null>();
    expectTypeOf<AccessKey['accessUrl']>().toEqualTypeOf<Secret | null>();
    expectTypeOf<AccessKey['port']>().toEqualTypeOf<number | null>();
    expectTypeOf<AccessKey['dataLimit']>().toEqualTypeOf<DataLimit | undefined>();
    expectTypeOf<ServerInfo['serverId']>().toEqualTypeOf<string>();
    expectTypeOf<ServerInfo['version']>().toEqualTypeOf<string | null>();
    expectTypeOf<ServerMetrics['accessKeys'][number]['accessKeyNumber']>().toEqualTypeOf<number | null>();
    expectTypeOf<ServerSummary['error']>().toEqualTypeOf<HttpError | null>();
  });

  test('raw answers are unknown, all others have their types', async () => {
    expectTypeOf(await outline.accessKeys.list()).toEqualTypeOf<readonly AccessKey[]>();
    expectTypeOf(await outline.accessKeys.list({ raw: true })).toBeUnknown();
    expectTypeOf(await outline.accessKeys.create({}, { raw: true })).toBeUnknown();
    expectTypeOf(await outline.server.get({ timeoutMs: 5 })).toEqualTypeOf<ServerInfo>();
    expectTypeOf(await outline.metrics.server('24h')).toEqualTypeOf<ServerMetrics>();
    expectTypeOf(outline.accessKeys.delete('0')).toEqualTypeOf<Promise<void>>();
    for await (const key of outline.accessKeys.listAll()) expectTypeOf(key).toEqualTypeOf<AccessKey>();
  });

  test('what can be said of a new key is what servers take', () => {
    expectTypeOf<{ name: string; method: 'aes-256-gcm'; password: Secret; port: 443; limit: { bytes: 5 } }>().toExtend<CreateAccessKey>();
    expectTypeOf<{ id: string }>().toExtend<NewAccessKey>();
    // @ts-expect-error -- it would be ignored: a key is limited by `limit`
    void outline.accessKeys.create({ dataLimit: { bytes: 5 } });
    // @ts-expect-error -- no server takes this cipher
    void outline.accessKeys.create({ method: 'rc4' });
    // @ts-expect-error -- a bare number would remove the limit
    void outline.accessKeys.setDataLimit('0', 5);
    // @ts-expect-error -- a new name is needed
    void outline.accessKeys.rename('0');
    // @ts-expect-error -- it is misspelt
    void outline.server.get({ timeout: 5 });
  });

  test('what became of many keys, and of one import, is told apart by its kind', async () => {
    const [result] = await outline.accessKeys.createMany([{ name: 'Ann' }], { failFast: false });
    expectTypeOf(result).toEqualTypeOf<BulkResult<AccessKey> | undefined>();
    if (result?.kind === 'done') expectTypeOf(result.value).toEqualTypeOf<AccessKey>();
    if (result?.kind === 'failed') expectTypeOf(result.error.outcome).toEqualTypeOf<Outcome>();
    expectTypeOf<Extract<ImportResult, { kind: 'taken' }>['differs']>().toEqualTypeOf<readonly ('password' | 'port' | 'method')[]>();
    expectTypeOf<Extract<DynamicKey, { kind: 'error' }>['details']>().toEqualTypeOf<string | undefined>();
    const servers = new OutlineServers({ berlin: outline });
    const [asked] = await servers.ask((client) => client.server.get());
    if (asked?.kind === 'done') expectTypeOf(asked.value).toEqualTypeOf<ServerInfo>();
  });

  test('a prepared call gives what its method gives, and what sends many requests cannot be prepared', async () => {
    const call = await outline.prepare.accessKeys.create({ name: 'Ann' });
    expectTypeOf(call).toEqualTypeOf<PreparedCall<AccessKey>>();
    expectTypeOf(await outline.send(call)).toEqualTypeOf<AccessKey>();
    expectTypeOf<keyof typeof outline.prepare.accessKeys>().toEqualTypeOf<
      'list' | 'get' | 'create' | 'createWithId' | 'rename' | 'setDataLimit' | 'removeDataLimit' | 'delete'
    >();
    // @ts-expect-error -- it is prepared call by call
    void outline.prepare.accessKeys.createMany;
  });

  test('an error is narrowed to its class', () => {
    const statusOf = (error: unknown) => (AccessKeyNotFoundError.isInstance(error) ? error.status : null);
    expectTypeOf(statusOf).returns.toEqualTypeOf<number | null>();
    const adviceOf = (error: unknown) => (HttpError.isInstance(error) ? error.advice : undefined);
    expectTypeOf(adviceOf).returns.toEqualTypeOf<string | null | undefined>();
    const firstOf = (error: unknown) => (BulkError.isInstance(error) ? error.first : null);
    expectTypeOf(firstOf).returns.toEqualTypeOf<HttpError | null>();
  });

  test('a client needs its address, and speaks https alone', () => {
    expectTypeOf<ConstructorParameters<typeof OutlineClient>[0]['apiUrl']>().toEqualTypeOf<string | Secret>();
    // @ts-expect-error -- the address is the credential
    void new OutlineClient({ certSha256: 'x' });
    // @ts-expect-error -- Outline's path is a secret
    void new OutlineClient({ apiUrl: 'x', allowPlainHttp: true });
  });
});
