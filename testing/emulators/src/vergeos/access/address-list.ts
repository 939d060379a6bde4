import { BlockList, isIP } from 'node:net';

/** One entry of an address list: an address is a range of its own. */
interface AddressRange {
  readonly address: string;
  readonly family: 'ipv4' | 'ipv6';
  /** How many leading bits count. */
  readonly prefix: number;
}

/** Addresses and CIDR ranges, joined by commas. */
export class AddressList {
  readonly #ranges: readonly AddressRange[];

  private constructor(ranges: readonly AddressRange[]) {
    this.#ranges = ranges;
  }

  /** Reads a list; `undefined` when an entry is neither an address nor a range. */
  static parse(text: string): AddressList | undefined {
    const entries = text.split(',').map((entry) => entry.trim());
    const ranges = text === '' ? [] : entries.map(readRange);
    const good = ranges.filter((range) => range !== undefined);
    return good.length === ranges.length ? new AddressList(good) : undefined;
  }

  get empty(): boolean {
    return this.#ranges.length === 0;
  }

  /** Whether an address lies in one of the ranges. */
  holds(address: string): boolean {
    const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
    const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
    return isIP(plain) !== 0 && this.#ranges.some((range) => blockList(range).check(plain, family));
  }

  /** Whether a range of the other list lies wholly in one of this one. */
  encloses(other: AddressList): boolean {
    return other.#ranges.some((inner) => this.#ranges.some((outer) => inner.prefix >= outer.prefix && overlap(outer, inner)));
  }

  /** Whether a range of this list and one of the other have an address in common. */
  meets(other: AddressList): boolean {
    return this.encloses(other) || other.encloses(this);
  }
}

function readRange(entry: string): AddressRange | undefined {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  const version = isIP(address);
  const longest = version === 6 ? 128 : 32;
  const prefix = bits === undefined ? longest : Number(bits);
  if (version === 0 || prefix > longest || address.includes('%')) return undefined;
  return { address, family: version === 6 ? 'ipv6' : 'ipv4', prefix };
}

/** Two ranges have addresses in common exactly when the wider one holds the other's address. */
function overlap(wider: AddressRange, narrower: AddressRange): boolean {
  return wider.family === narrower.family && blockList(wider).check(narrower.address, narrower.family);
}

function blockList({ address, family, prefix }: AddressRange): BlockList {
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return list;
}
