import { isIPv6 } from 'node:net';

/** The ciphers the server knows. */
export const ciphers: readonly string[] = ['aes-256-gcm', 'aes-192-gcm', 'aes-128-gcm', 'chacha20-ietf-poly1305'];

/** What a key gets when its creator names no method. */
export const defaultCipher = 'chacha20-ietf-poly1305';

/** A data limit as it was sent: `bytes` is a whole number of 0 or more, anything beside it is kept. */
export interface DataLimit {
  readonly bytes: number;
}

/** A key as the server stores it. It is never changed, only replaced. */
export interface AccessKey {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  readonly port: number;
  readonly method: string;
  readonly dataLimit?: DataLimit;
  /** The host its access URL shows: the one that was set when the key was made or the server last started. */
  readonly hostname: string;
  readonly createdAtMs: number;
}

/** The key as the API shows it; the order of the properties is the real one. */
export function accessKeyJson(key: AccessKey): string {
  const { id, name, password, port, method, dataLimit } = key;
  return JSON.stringify({ id, name, password, port, method, dataLimit, accessUrl: accessUrl(key) });
}

/** The `ss://` address that a key's holder gets. */
export function accessUrl({ method, password, hostname, port }: AccessKey): string {
  const userInfo = Buffer.from(`${method}:${password}`).toString('base64url');
  const host = isIPv6(hostname) ? `[${expandedIPv6(hostname)}]` : hostname;
  return `ss://${userInfo}@${host}:${port}/?outline=1`;
}

/** An IPv6 address with every group written out and no leading zeros: `2001:db8:0:0:0:0:0:1`. */
function expandedIPv6(address: string): string {
  const [plain = '', zone] = address.toLowerCase().split('%');
  const hexadecimal = plain.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...quads: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = quads.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = '', tail] = hexadecimal.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16).toString(16)));
  const first = groups(head);
  const last = tail === undefined ? [] : groups(tail);
  const middle = Array.from({ length: 8 - first.length - last.length }, () => '0');
  const expanded = [...first, ...middle, ...last].join(':');
  return zone === undefined ? expanded : `${expanded}%${zone}`;
}
