const pattern = /^(?<kind>kr-[a-z-]+)\.(?<format>[0-9]+)\.(?<keyId>[0-9a-z_]+)\.(?<box>[A-Za-z0-9_-]+)$/;

/** The only format so far. */
const format = 1;

/** An encrypted value as it is written down: what it is, in which format, and which key opens it. */
export interface SealedText {
  readonly keyId: string;
  readonly box: Buffer;
}

/** Writes `kr-secret.1.<key id>.<base64url>`. */
export function writeSealedText(kind: string, { keyId, box }: SealedText): string {
  return `${kind}.${format}.${keyId}.${box.toString('base64url')}`;
}

/** Reads what {@link writeSealedText} wrote; `damaged` for anything else, `newer` for a format that this version does not know. */
export function readSealedText(kind: string, text: string): SealedText | 'damaged' | 'newer' {
  const groups = pattern.exec(text)?.groups;
  if (groups?.['kind'] !== kind || groups['keyId'] === undefined || groups['box'] === undefined) return 'damaged';
  if (Number(groups['format']) > format) return 'newer';
  const box = Buffer.from(groups['box'], 'base64url');
  // Base64 has several spellings of the same bytes; only the one that was written is taken.
  const canonical = Number(groups['format']) === format && box.toString('base64url') === groups['box'];
  return canonical ? { keyId: groups['keyId'], box } : 'damaged';
}
