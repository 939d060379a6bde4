import { checkObject } from '@keyrack/http';
import ipaddr from 'ipaddr.js';
import { wrong } from './configuration-error.ts';
import type { Given } from './given.ts';

type Range = ReturnType<typeof ipaddr.parseCIDR>;

const noAddresses: readonly string[] = Object.freeze([]);

/** Which addresses may use a key. */
export interface AddressLists {
  /** Addresses and ranges that may; where there are any, all others may not. */
  readonly ipAllowList?: readonly string[];
  /** Addresses and ranges that may not. */
  readonly ipDenyList?: readonly string[];
}

/** The two columns, as they are stored. */
interface AddressColumns {
  readonly ip_allow_list?: string;
  readonly ip_deny_list?: string;
}

/**
 * Checks address lists.
 *
 * @throws {ConfigurationError} for what is neither an address nor a range, for a range whose address is not its first one (a
 * server that compares it bit by bit would never find it), and for a denied entry within an allowed one, which the system refuses.
 */
export function checkAddressLists(lists: Given<AddressLists>): void {
  const { ipAllowList, ipDenyList } = checkObject('vergeos', 'address lists', lists);
  const allowed = readRanges('ipAllowList', ipAllowList);
  const denied = readRanges('ipDenyList', ipDenyList);
  if (denied.some((inner) => allowed.some((outer) => holds(outer, inner)))) {
    throw wrong('an entry of ipDenyList lies within ipAllowList: allow what shall be allowed, the system denies everything else then');
  }
}

/** Checks address lists and writes them. @throws {ConfigurationError} */
export function addressColumns(lists: Given<AddressLists>): AddressColumns {
  checkAddressLists(lists);
  const { ipAllowList, ipDenyList } = lists;
  return {
    ...(ipAllowList === undefined ? {} : { ip_allow_list: ipAllowList.join() }),
    ...(ipDenyList === undefined ? {} : { ip_deny_list: ipDenyList.join() }),
  };
}

/** A stored list, entry by entry, as it was written. */
export function readAddressList(value: unknown): readonly string[] {
  if (value === '') return noAddresses; // as it mostly is, and lists of keys are long
  const list: string[] = [];
  const entries: readonly unknown[] = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  for (const entry of entries) {
    const text = typeof entry === 'string' ? entry.trim() : '';
    if (text !== '') list.push(text);
  }
  return list;
}

function readRanges(name: string, list: readonly string[] | undefined): readonly Range[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) throw wrong(`${name} must be a list of texts`);
  return list.map((entry: unknown) => readRange(name, entry));
}

function readRange(name: string, entry: unknown): Range {
  const range = typeof entry === 'string' ? parsed(entry) : undefined;
  if (range === undefined)
    throw wrong(`an entry of ${name} is neither an address such as 192.0.2.7 nor a range such as 192.0.2.0/24 or 2001:db8::/32`);
  const [address, bits] = range;
  const first = (address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(`${address.toString()}/${bits}`);
  if (first.toString() !== address.toString())
    throw wrong(`an entry of ${name} is a range that does not begin with its own address: write ${first.toString()}/${bits}`);
  return range;
}

/** Only the forms that every reader takes: no address of one to three parts, no leading zeros, no zone, no blanks. */
function parsed(entry: string): Range | undefined {
  const isRange = entry.includes('/');
  if (/\/0\d/.test(entry)) return undefined;
  const isKnown = entry.includes(':')
    ? /^[0-9a-f:.]+(?:\/\d{1,3})?$/i.test(entry) && (isRange ? ipaddr.IPv6.isValidCIDR(entry) : ipaddr.IPv6.isValid(entry))
    : isRange
      ? ipaddr.IPv4.isValidCIDRFourPartDecimal(entry)
      : ipaddr.IPv4.isValidFourPartDecimal(entry);
  if (!isKnown) return undefined;
  return isRange ? ipaddr.parseCIDR(entry) : [ipaddr.parse(entry), entry.includes(':') ? 128 : 32];
}

function holds([outer, outerBits]: Range, [inner, innerBits]: Range): boolean {
  return outer.kind() === inner.kind() && innerBits >= outerBits && inner.match(outer, outerBits);
}
