import { Secret } from '@keyrack/secret';
import { isFields } from './reading.ts';

/** Where the answers of an operation hold secrets. */
export interface SecretPlaces {
  /** Fields that hold secrets: a text or a list of texts. */
  readonly secrets?: readonly string[];
  /** Objects of which nobody has described the fields; texts in them are secrets when their names say so. */
  readonly secretsWithin?: readonly string[];
}

/** Names such as `client_secret` and `bearer_token`, and not `secret_hint` or `token_endpoint`. */
const tellingName =
  /(?:secret|token|password|passphrase|private_key|credential)(?!.*(?:_hint|_id|_at|_url|_uri|_endpoint|_type|_method|_algorithm|_status)$)|^key$/i;
const none: readonly string[] = [];
const deepest = 16;

/** Puts a Secret in the place of everything that grants access. The object is a fresh one, and is changed; an empty text is left. */
export function wrapSecrets(fields: Record<string, unknown>, { secrets = none, secretsWithin = none }: SecretPlaces): void {
  for (const name of Object.keys(fields)) {
    if (isShownOnce(name) || secrets.includes(name)) fields[name] = wrapped(fields[name]);
    else if (secretsWithin.includes(name)) wrapTelling(fields[name], 0);
  }
}

function wrapTelling(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null || depth === deepest) return;
  if (!isFields(value)) {
    for (const inner of Object.values(value)) wrapTelling(inner, depth + 1);
    return;
  }
  const fields = value as Record<string, unknown>; // parsed JSON that nobody else has seen
  for (const name of Object.keys(fields)) {
    if (isShownOnce(name) || tellingName.test(name)) fields[name] = wrapped(fields[name]);
    wrapTelling(fields[name], depth + 1);
  }
}

/** In every answer: what is shown in plain is shown once. */
function isShownOnce(name: string): boolean {
  return name.endsWith('_plain');
}

function wrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wrapped);
  return typeof value === 'string' && value !== '' ? new Secret(value) : value;
}
