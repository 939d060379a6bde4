import type { ConnectionInput, JsonValueInput } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { UsageError } from '../usage-error.ts';

const shape = 'Give one JSON object, such as the line that keyrack emulate --output jsonl prints.';

/**
 * Reads a connection described as one JSON object. Every text in it may be a secret, so every text is wrapped.
 *
 * @param provider - the system that was named on the command line; `system` in the object must agree.
 * @throws {UsageError} when it is not one flat object; the message never repeats the content.
 */
export function readJsonFields(text: Secret, provider: string): ConnectionInput['fields'] {
  const { system, ...fields } = parseObject(text);
  if (system !== undefined && system !== provider) {
    const found = typeof system === 'string' && /^[a-z]{1,20}$/.test(system) ? system : null;
    throw new UsageError(
      `The JSON describes ${found === null ? 'something else' : `"${found}"`}, not "${provider}"`,
      `Name the system it belongs to: keyrack connection add ${found ?? '<provider>'} <name>.`,
    );
  }
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, wrap(name, value)]));
}

function wrap(name: string, value: unknown): JsonValueInput {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value === '' ? '' : new Secret(value);
  throw new UsageError(`"${name}" in the JSON is a list or an object`, shape);
}

function parseObject(text: Secret): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text.reveal());
  } catch {
    // The parser's own message quotes the text.
    throw new UsageError('The text is not JSON', shape);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UsageError('The JSON is not an object', shape);
  return { ...value };
}
