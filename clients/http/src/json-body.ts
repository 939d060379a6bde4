import { Secret } from '@keyrack/secret';
import { ConfigurationError } from './errors.ts';

/**
 * Writes a body as JSON. A Secret is written as its value: serialised like anything else it would go out as its mask, and
 * the mask would become somebody's password.
 *
 * @throws {ConfigurationError} when it is not something that JSON can hold.
 */
export function writeJson(system: string, body: unknown): string {
  const text = tryStringify(body);
  if (text === undefined) throw new ConfigurationError(system, 'the body must be something that JSON can hold');
  return text;
}

function tryStringify(body: unknown): string | undefined {
  try {
    // To look at every value takes three times as long, and few bodies hold what prints like a secret.
    const masked = JSON.stringify(body);
    return masked?.includes('[secret]') ? JSON.stringify(body, reveal) : masked;
  } catch {
    // The platform's message quotes what it stumbled over.
    return undefined;
  }
}

/** JSON.stringify has already asked `toJSON` for `value`; the original is still in its holder. */
function reveal(this: unknown, key: string, value: unknown): unknown {
  if (value !== '[secret]') return value;
  const original: unknown = typeof this === 'object' && this !== null ? Reflect.get(this, key) : undefined;
  return Secret.isSecret(original) ? original.reveal() : value;
}
