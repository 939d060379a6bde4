import { Secret } from '@keyrack/secret';

const mask = '[secret]';
/** Shorter texts are part of ordinary words; taking them out would wreck every message and protect nothing. */
const shortestSecret = 4;
/** Deeper than any error body of a sane server. */
const deepest = 32;

/** Takes known secrets out of what a foreign system says. */
export class Redactor {
  readonly #known: readonly string[];

  /** @param secrets - the values; each is also looked for in the form that it has inside a URL. */
  constructor(secrets: Iterable<string>) {
    const known = new Set<string>();
    for (const secret of secrets) {
      if (secret.length < shortestSecret) continue;
      known.add(secret);
      if (secret.isWellFormed()) known.add(encodeURIComponent(secret));
    }
    // Longest first, or a secret that contains another would leave its rest behind.
    this.#known = [...known].sort((one, other) => other.length - one.length);
  }

  /** A text without the secrets. */
  text(value: string): string {
    return this.#known.reduce((text, secret) => (text.includes(secret) ? text.replaceAll(secret, mask) : text), value);
  }

  /** A copy of parsed JSON without the secrets, names of properties included. */
  json(value: unknown, depth = 0): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth === deepest) return mask;
    if (Array.isArray(value)) return value.map((item) => this.json(item, depth + 1));
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [this.text(name), this.json(item, depth + 1)]));
  }

  /** Header values without the secrets. */
  headers(headers: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, this.text(value)]));
  }

  toJSON(): string {
    return mask;
  }
}

/** Collects the values of all Secrets inside a value, at any depth. */
export function secretsIn(value: unknown, depth = 0): string[] {
  if (Secret.isSecret(value)) return [value.reveal()];
  if (typeof value !== 'object' || value === null || depth === deepest) return [];
  return Object.values(value).flatMap((item) => secretsIn(item, depth + 1));
}
