import { describe, expect, it } from 'vitest';
import { AddressList } from './address-list.ts';

const list = (text: string) => {
  const parsed = AddressList.parse(text);
  if (parsed === undefined) throw new Error(`${text} is no list`);
  return parsed;
};

describe('an address list', () => {
  it.each([
    ['10.0.0.0/8,192.168.1.100', '10.255.0.1', true],
    ['10.0.0.0/8,192.168.1.100', '192.168.1.100', true],
    ['10.0.0.0/8, 192.168.1.100', '192.168.1.100', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.0.0.0/8', '::ffff:10.0.0.1', true],
    ['2001:db8::/32', '2001:db8:1::1', true],
    ['2001:db8::/32', '10.0.0.1', false],
    ['0.0.0.0/0', '8.8.8.8', true],
    ['0.0.0.0/0', '::1', false],
    ['10.0.0.1', '', false],
    ['', '10.0.0.1', false],
  ])('%s: %s is in it: %s', (text, address, inside) => {
    expect(list(text).holds(address)).toBe(inside);
  });

  it.each(['localhost', '10.0.0', '10.0.0.0/33', '::1/129', '10.0.0.1,', ',', '10.0.0.1-10.0.0.9', 'fe80::1%eth0', '10.0.0.0/'])(
    'is none: %s',
    (text) => {
      expect(AddressList.parse(text)).toBeUndefined();
    },
  );

  it.each([
    ['10.0.0.0/8', '10.1.2.3', true, true],
    ['10.0.0.0/8', '10.1.0.0/16', true, true],
    ['10.0.0.0/8', '10.0.0.0/8', true, true],
    ['10.1.0.0/16', '10.0.0.0/8', false, true],
    ['10.0.0.0/8', '172.16.0.1', false, false],
    ['10.0.0.0/8', '::1', false, false],
    ['10.0.0.0/8', '', false, false],
  ])('%s and %s: encloses %s, meets %s', (outer, inner, encloses, meets) => {
    expect([list(outer).encloses(list(inner)), list(outer).meets(list(inner))]).toEqual([encloses, meets]);
  });
});
