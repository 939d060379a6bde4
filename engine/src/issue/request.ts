import type { AccessKey, Connection, KeyLimits, ProviderCapabilities, ProviderKind } from '@keyrack/contracts';
import { CapabilityMissingError, InvalidInputError, KeyConflictError, markerLength } from '@keyrack/contracts';
import type { LimitName } from '@keyrack/contracts';
import type { OpenConnection } from '../connections/pool.ts';
import type { NewKey } from '../engine.ts';
import { checkNamedOwners } from '../owners/owner-id.ts';
import { beginPolicy } from '../rotation-policy/rotation-policy.ts';
import type { EngineContext } from '../support/context.ts';
import { newId } from '../support/ids.ts';

/** Letters and digits of any language first; no slash, since `connection/name` is how people point at a key. */
const namePattern = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._@+-]*[\p{L}\p{N}._@+-])?$/u;

/** Checks what was asked against what the system can do, and gives the key as it will be written down. */
export async function checkIssue(
  context: EngineContext,
  { connection, kind }: Pick<OpenConnection, 'connection' | 'kind'>,
  request: NewKey,
): Promise<AccessKey> {
  const { capabilities } = kind;
  checkName(request.name, capabilities);
  checkNamedOwners(request);
  checkLimits(request, connection, capabilities);
  checkOptions(request, connection, capabilities);
  const nowMs = context.clock.nowMs();
  if (request.expiresAtMs !== undefined && request.expiresAtMs <= nowMs) {
    throw new InvalidInputError(`The key would expire at ${new Date(request.expiresAtMs).toISOString()}, which is past`, {
      advice: 'Give an instant in the future.',
    });
  }
  const taken = await context.store.read((session) => session.keys.findByName(connection.id, request.name));
  if (taken) {
    throw new KeyConflictError(`"${connection.name}" has a living key named "${request.name}" already: ${taken.id}`, {
      advice: 'Take another name, rotate that key, or revoke it first.',
      details: { keyId: taken.id },
    });
  }
  return {
    id: newId('key', context.random),
    connectionId: connection.id,
    name: request.name,
    ownerId: request.ownerId ?? null,
    sharedWith: request.sharedWith ?? [],
    purpose: request.purpose ?? null,
    labels: request.labels ?? {},
    state: 'pending',
    suspensionReasons: [],
    revocationReason: null,
    limits: withoutEmptyLists(request.limits ?? {}),
    expiresAtMs: request.expiresAtMs ?? null,
    rotation: request.rotationPolicy ? beginPolicy(request.rotationPolicy, { nowMs, random: context.random }) : null,
    origin: 'issued',
    drift: 'none',
    driftFields: [],
    providerOptions: request.providerOptions ?? {},
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
}

/** What a person should know before or after issuing such a key. */
export function issueNotes({ expiresAtMs, rotationPolicy, limits = {} }: NewKey, kind: ProviderKind): readonly string[] {
  const { displayName, capabilities } = kind;
  const notes: string[] = [];
  if (expiresAtMs !== undefined && capabilities.expiry === 'keyrack')
    notes.push(
      `${displayName} has no expiry of its own: Keyrack revokes the key when it is due, so something must run then: keyrack work, or keyrack operations resume --all.`,
    );
  if (rotationPolicy)
    notes.push('keyrack work begins the rotations; the old secret stays valid until keyrack reveal has shown the new one.');
  return [...notes, ...(kind.issueNotes?.(limits) ?? [])];
}

/** An empty list says on purpose what an absent one says: systems show both alike. */
function withoutEmptyLists(limits: KeyLimits): KeyLimits {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => !Array.isArray(value) || value.length > 0));
}

/** Checks the name of a key against ours and the system's rules. @throws {InvalidInputError} */
export function checkName(name: string, { nameMaxLength }: ProviderCapabilities): void {
  const longest = Math.min(64, nameMaxLength - markerLength);
  if (name.length <= longest && namePattern.test(name)) return;
  throw new InvalidInputError(`"${name}" cannot be the name of a key`, {
    advice: `Take 1 to ${longest} letters, digits, spaces and . _ @ + -, beginning with a letter or digit.`,
  });
}

function checkLimits({ limits = {} }: NewKey, connection: Connection, capabilities: ProviderCapabilities): void {
  const asked = Object.keys(limits) as LimitName[]; // KeyLimits has no other members
  const missing = asked.filter((name) => !capabilities.limits.includes(name) && limits[name] !== undefined);
  if (missing.length === 0) return;
  throw new CapabilityMissingError(`"${connection.name}" (${connection.provider}) cannot limit ${missing.join(', ')}`, {
    advice: `It can limit: ${capabilities.limits.join(', ') || 'nothing'}.`,
    details: { missing },
  });
}

function checkOptions({ providerOptions = {} }: NewKey, connection: Connection, { issueOptions }: ProviderCapabilities): void {
  const known = issueOptions.map(({ name }) => name);
  const unknown = Object.keys(providerOptions).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new InvalidInputError(`"${connection.name}" (${connection.provider}) does not take ${unknown.join(', ')}`, {
    advice: known.length > 0 ? `It takes: ${known.join(', ')}.` : 'It takes no options of its own.',
    details: { candidates: known },
  });
}
