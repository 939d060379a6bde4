import { randomBytes, randomInt, randomUUID } from 'node:crypto';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A password as the server makes it: 22 of `[0-9A-Za-z]`. */
export function randomPassword(): string {
  let password = '';
  while (password.length < 22) {
    // Bytes past the last whole multiple of 62 would make some letters likelier.
    for (const byte of randomBytes(32)) if (byte < 248 && password.length < 22) password += letters[byte % 62];
  }
  return password;
}

/** A secret path prefix as the installer makes it: 22 characters of URL-safe base64. */
export function randomPrefix(): string {
  return randomBytes(16).toString('base64url');
}

/** A port for new keys as the server picks it: above the privileged ones and not taken. */
export function randomPort(taken: ReadonlySet<number>): number {
  for (;;) {
    const port = randomInt(1024, 65_536);
    if (!taken.has(port)) return port;
  }
}

/** A new server id. */
export function randomServerId(): string {
  return randomUUID();
}
