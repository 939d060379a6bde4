import type { AccessKey } from '@keyrack/contracts';
import { KeyNotFoundError } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { connectionNames } from './connection-names.ts';
import { nearest } from './suggest.ts';

const mostLookedAt = 1_000;

/** Finds the key a person means. @throws {KeyNotFoundError} with names that look alike, where nothing answers. */
export async function findKey(rack: Rack, text: string): Promise<AccessKey> {
  try {
    return await rack.keys.find(text);
  } catch (error) {
    if (!KeyNotFoundError.isInstance(error) || hasCandidates(error)) throw error;
    throw new KeyNotFoundError(error.message, {
      ...(error.advice === null ? {} : { advice: error.advice }),
      details: { ...error.details, candidates: await similarNames(rack, text) },
    });
  }
}

/** Finds several keys; each once, in the order given. */
export async function findKeys(rack: Rack, texts: readonly string[]): Promise<readonly AccessKey[]> {
  const found = new Map<string, AccessKey>();
  for (const text of texts) {
    const key = await findKey(rack, text);
    found.set(key.id, key);
  }
  return [...found.values()];
}

function hasCandidates({ details }: KeyNotFoundError): boolean {
  const { candidates } = details;
  return Array.isArray(candidates) && candidates.length > 0;
}

async function similarNames(rack: Rack, text: string): Promise<readonly string[]> {
  const nameOf = await connectionNames(rack);
  const { items } = await rack.keys.list({ states: ['pending', 'active', 'suspended'] }, { limit: mostLookedAt });
  const full = items.map(({ key }) => `${nameOf(key.connectionId)}/${key.name}`);
  if (text.includes('/')) return nearest(text, full);
  const near = nearest(
    text,
    items.map(({ key }) => key.name),
  );
  return near.flatMap((name) => full.filter((candidate) => candidate.endsWith(`/${name}`)));
}
