/** The alphabet of markers and ids: Crockford's base 32 in lower case, which no two letters of look alike. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const pattern = /^(?<name>[\s\S]*)-kr(?<rackId>[0-9a-hjkmnp-tv-z]{8})(?<tag>[0-9a-hjkmnp-tv-z]{6})$/;

/** How many characters {@link markName} adds to a name. */
export const markerLength = 17;

/** Our mark in a foreign system: which rack made a credential, and which one it is. */
export interface Marker {
  readonly rackId: string;
  readonly tag: string;
}

/** Writes bytes in the alphabet of markers: one character for each byte, five bits of it. */
export function toBase32(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => alphabet.charAt(byte % 32)).join('');
}

/** The name of a credential in the foreign system: the key's own name and our marker. */
export function markName(name: string, marker: Marker): string {
  return `${name}-kr${marker.rackId}${marker.tag}`;
}

/** Reads the marker off a foreign name; null when the name carries none. */
export function readMarker(upstreamName: string): (Marker & { readonly name: string }) | null {
  const groups = pattern.exec(upstreamName)?.groups;
  return groups ? { name: groups['name'] ?? '', rackId: groups['rackId'] ?? '', tag: groups['tag'] ?? '' } : null;
}
