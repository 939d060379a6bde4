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

  test('are read back entry by entry', () => {
    expect(readAddressList('10.0.0.0/8, 192.168.1.100,,')).toEqual(['10.0.0.0/8', '192.168.1.100']);
    expect(readAddressList(['a', 7])).toEqual(['a']);
    for (const nothing of ['', null, undefined, 7, {}]) expect(readAddressList(nothing)).toEqual([]);
  });
});
