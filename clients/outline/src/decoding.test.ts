import { inspect } from 'node:util';
import { DecodeError } from '@keyrack/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAccessKey, decodeAccessKeyList } from './access-key.ts';
import { decodeServerInfo } from './server-info.ts';
import { decodeTransferMetrics } from './transfer-metrics.ts';

describe('what a server sends', () => {
  test('a key comes with its secrets wrapped, and unknown fields are kept out of the way', () => {
    const key = decodeAccessKey({
      id: '0',
      name: 'A',
      password: 'pw',
      port: 1,
      method: 'm',
      dataLimit: { bytes: 1e308, x: 1 },
      accessUrl: 'ss://u',
      more: 1,
    });
    expect({ ...key, password: key.password?.reveal(), accessUrl: key.accessUrl?.reveal() }).toEqual({
      id: '0',
      name: 'A',
      password: 'pw',
      port: 1,
      method: 'm',
      dataLimit: { bytes: 1e308 },
      accessUrl: 'ss://u',
    });
    expect(inspect(key)).not.toMatch(/pw|ss:/);
  });

  test('a key needs nothing but its id', () => {
    expect(decodeAccessKey({ id: '7', password: '' })).toEqual({
      id: '7',
      name: '',
      password: null,
      port: null,
      method: null,
      accessUrl: null,
    });
    expect(() => decodeAccessKey({ name: 'A' })).toThrow(new DecodeError('id', 'a text'));
  });

  test('a list needs its list', () => {
    expect(decodeAccessKeyList({ accessKeys: [] })).toEqual([]);
    expect(() => decodeAccessKeyList({ accessKeys: [{ id: '1' }, { id: 7 }] })).toThrow(new DecodeError('accessKeys[1].id', 'a text'));
    for (const body of [{}, [], null, { accessKeys: [null] }, { accessKeys: null }, { accessKeys: {} }])
      expect(() => decodeAccessKeyList(body)).toThrow(DecodeError);
  });

  test('a server needs its identity', () => {
    const serverId = 'dde51880-d014-447d-87f5-f007cddac9b9';
    expect(decodeServerInfo({ serverId, accessKeyDataLimit: { bytes: 5 }, version: null }).accessKeyDataLimit).toEqual({ bytes: 5 });
    expect(() => decodeServerInfo({ name: 'Outline Server' })).toThrow(DecodeError);
  });

  test('metrics are found by id, whatever the id is', () => {
    const { bytesTransferredByUserId: bytes } = decodeTransferMetrics(
      JSON.parse('{"bytesTransferredByUserId":{"7":1.5,"":2,"__proto__":3,"gone":null}}'),
    );
    expect([bytes['7'], bytes[''], bytes['__proto__'], bytes['gone'], bytes['constructor']]).toEqual([1.5, 2, 3, undefined, undefined]);
  });

  test('any JSON decodes or is a DecodeError that repeats nothing of it', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(decodeAccessKey, decodeServerInfo, decodeTransferMetrics, decodeAccessKeyList),
        (body, decode) => {
          const error = thrownBy(() => decode(body));
          expect(error === undefined || error instanceof DecodeError).toBe(true);
        },
      ),
    );
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}
