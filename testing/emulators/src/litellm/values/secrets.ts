import { hash, randomBytes } from 'node:crypto';

/** The shortest secret that a caller may choose. */
export const shortestSecret = 16;

/** What the proxy keeps of a secret. */
export function tokenOf(secret: string): string {
  return hash('sha256', secret);
}

/** Secrets start with `sk-` and are hashed; anything else is taken for a hash. */
export function tokenFor(keyOrToken: string): string {
  return keyOrToken.startsWith('sk-') ? tokenOf(keyOrToken) : keyOrToken;
}

/** The same for paths, where `sk` anywhere makes it a secret. */
export function tokenInPath(keyOrToken: string): string {
  return keyOrToken.includes('sk') ? tokenOf(keyOrToken) : keyOrToken;
}

/** A secret as the proxy makes it: `sk-` and 22 URL-safe characters. */
export function randomSecret(): string {
  return `sk-${randomBytes(16).toString('base64url')}`;
}

/** What is left of a secret in lists and messages: `sk-...` and its last four characters. */
export function abbreviated(secret: string): string {
  return secret.length < shortestSecret ? 'sk-...' : `sk-...${secret.slice(-4)}`;
}

/** What is left of something that is no key in error messages: four characters at both ends. */
export function masked(text: string): string {
  return text.length > 8 ? `${text.slice(0, 4)}****${text.slice(-4)}` : '****';
}
