import { ConfigurationError } from '@keyrack/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressColumns, readAddressList } from './address-list.ts';

const columns = (ipAllowList?: readonly string[], ipDenyList?: readonly string[]) => addressColumns({ ipAllowList, ipDenyList });

describe('address lists', () => {
  test('are written as they were given', () => {
    expect(columns(['10.0.0.0/8', '192.168.1.100'], ['2001:db8::/32', '::1'])).toEqual({
      ip_allow_list: '10.0.0.0/8,192.168.1.100',
      ip_deny_list: '2001:db8::/32,::1',
    });
    expect(columns([])).toEqual({ ip_allow_list: '' });
    expect(columns()).toEqual({});
  });

  test.each([
    '',
    ' ',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/',
    '10.0.0',
    '10',
    '0x0a.0.0.1',
    '010.0.0.1',
    '256.1.1.1',
    '10.0.0.1 ',
    '1.2.3.4,5.6.7.8',
    'fe80::1%eth0',
    '2001:db8::/129',
    'vergeos.example',
    '*',
    7,
    null,
  ])('take no %j', (entry) => {
    expect(() => columns([entry as never])).toThrow(ConfigurationError);
    expect(() => columns(undefined, [entry as never])).toThrow(/ipDenyList/);
  });

  test.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['2001:db8::5/32', '2001:db8::/32'],
  ])('take no range that begins elsewhere than it says, and name the right one: %s', (entry, right) => {
    expect(() => columns([entry])).toThrow(right);
  });

  test.each([
    [['10.0.0.0/8'], ['10.1.2.3']],
    [['10.0.0.0/8'], ['10.0.0.0/8']],
    [['0.0.0.0/0'], ['10.0.0.0/8']],
    [['2001:db8::/32'], ['192.0.2.1', '2001:db8:1::/48']],
  ])('are refused where %j allows what %j denies', (allowed, denied) => {
    expect(() => columns(allowed, denied)).toThrow(/lies within/);
  });

  test('leave it to the system where a denied range is wider than an allowed one', () => {
    expect(columns(['10.1.0.0/16'], ['10.0.0.0/8'])).toEqual({ ip_allow_list: '10.1.0.0/16', ip_deny_list: '10.0.0.0/8' });
  });

  test('of different kinds do not meet', () => {
    expect(columns(['0.0.0.0/0'], ['::/0'])).toEqual({ ip_allow_list: '0.0.0.0/0', ip_deny_list: '::/0' });
  });

  test('take every address and every range that begins where it says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        expect(columns([address])).toEqual({ ip_allow_list: address });
        expect(columns([`${address}/${address.includes(':') ? 128 : 32}`])).toBeDefined();
      }),
    );
  });

  const range = fc
    .record({ bits: fc.constantFrom(32, 128), address: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), prefix: fc.nat(128) })
    .map(({ bits, address, prefix }) => {
      const length = Math.min(prefix, bits);
      const own = address % 2n ** BigInt(bits);
      const size = 2n ** BigInt(bits - length);
      return { bits, length, own, first: own - (own % size), size };
    });
  const written = (bits: number, address: bigint): string => {
    const width = bits === 32 ? 8 : 16;
    const parts = Array.from(
      { length: bits / width },
      (_, index) => (address >> BigInt(bits - width * (index + 1))) & (2n ** BigInt(width) - 1n),
    );
    return parts.map((part) => part.toString(bits === 32 ? 10 : 16)).join(bits === 32 ? '.' : ':');
  };

  test('take a range exactly where it begins with its own address', () => {
    fc.assert(
      fc.property(range, ({ bits, length, own, first }) => {
        const entry = `${written(bits, own)}/${length}`;
        if (own === first) expect(columns([entry])).toEqual({ ip_allow_list: entry });
        else expect(() => columns([entry])).toThrow(/does not begin with its own address/);
        expect(columns([], [`${written(bits, first)}/${length}`])).toEqual({
          ip_allow_list: '',
          ip_deny_list: `${written(bits, first)}/${length}`,
        });
      }),
    );
  });

  test('deny nothing that lies within what they allow, whatever the ranges', () => {
    fc.assert(
      fc.property(range, fc.nat(128), fc.boolean(), (outer, further, isInside) => {
        const { bits, length, first, size } = outer;
        const innerLength = Math.min(bits, length + (further % (bits - length + 1)));
        const innerSize = 2n ** BigInt(bits - innerLength);
        const start = isInside ? first + size - innerSize : first + size;
        if (start >= 2n ** BigInt(bits)) return;
        const lists = [[`${written(bits, first)}/${length}`], [`${written(bits, start)}/${innerLength}`]] as const;
        if (isInside) expect(() => columns(...lists)).toThrow(/lies within/);
        else expect(columns(...lists)).toBeDefined();
      }),
    );
  });

  test('are read back entry by entry', () => {
    expect(readAddressList('10.0.0.0/8, 192.168.1.100,,')).toEqual(['10.0.0.0/8', '192.168.1.100']);
    expect(readAddressList(['a', 7])).toEqual(['a']);
    for (const nothing of ['', null, undefined, 7, {}]) expect(readAddressList(nothing)).toEqual([]);
  });
});
