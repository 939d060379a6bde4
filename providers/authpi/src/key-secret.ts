import { Secret } from '@keyrack/secret';

/** The two halves of a key. */
export interface KeySecret {
  readonly id: string;
  readonly secret: Secret;
}

const pair = /^(?<id>key_[^\s:]+):(?<secret>\S+)$/;
/** The form of no secret is documented; this is what random texts of a sensible length look like. */
const alone = /^(?!key_|sk-|ss:)[A-Za-z0-9_-]{32,128}$/;

/** The text that is handed out: both halves, as HTTP Basic joins them. */
export function joinKeySecret({ id, secret }: KeySecret): Secret {
  return new Secret(`${id}:${secret.reveal()}`);
}

/** Takes a handed out text apart; null when it is none. */
export function readKeySecret(text: Secret): KeySecret | null {
  const groups = pair.exec(text.reveal().trim())?.groups;
  const { id, secret } = groups ?? {};
  return id === undefined || secret === undefined ? null : { id, secret: new Secret(secret) };
}

/** The secret half of what somebody found: both halves, both as a Basic header holds them, or the secret alone. */
export function findSecretPart(found: Secret): Secret | null {
  const text = found.reveal().trim();
  const decoded = decodeBasic(text.replace(/^(?:authorization:\s*)?basic\s+/i, ''));
  const halves = readKeySecret(found) ?? (decoded === '' ? null : readKeySecret(new Secret(decoded)));
  if (halves !== null) return halves.secret;
  return alone.test(text) ? new Secret(text) : null;
}

function decodeBasic(encoded: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
  } catch {
    return '';
  }
}
