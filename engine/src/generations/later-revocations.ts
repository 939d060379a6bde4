import type { AuditEvent, JsonObject, RevocationReason } from '@keyrack/contracts';
import { InvalidInputError } from '@keyrack/contracts';
import type { AuditHead } from '../audit/head.ts';

/** What an audit event tells, wherever it was kept. */
export interface ToldEvent extends Pick<AuditEvent, 'sequence' | 'type' | 'keyId' | 'operationId' | 'detail' | 'previousHash' | 'hash'> {
  /** The id of its connection, or its name. */
  readonly connection: string | null;
}

/** A credential that the trail tells of. */
export interface ToldVersion {
  readonly upstreamId: string;
  readonly upstreamName: string;
  readonly number: number;
}

/** A key whose revocation was accepted after the backup. */
export interface LaterRevocation {
  readonly keyId: string;
  readonly name: string;
  /** The id of its connection, or its name. */
  readonly connection: string | null;
  readonly reason: RevocationReason;
  /** The credentials that were made for it in the told time. */
  readonly versions: readonly ToldVersion[];
}

/** What a trail tells of the time after a backup. */
export interface LaterRevocations {
  readonly revocations: readonly LaterRevocation[];
  readonly events: number;
  /** The first event that is told, where some between it and the backup are not: a revocation may be among those. */
  readonly missingBefore: number | null;
}

const reasons: readonly RevocationReason[] = ['asked', 'expired', 'offboarded', 'compromised', 'issue-failed'];
const makingTypes: readonly string[] = ['key.issued', 'key.successor-made', 'key.adopted'];

/** Learns from the trail of a rack, event by event, which keys were revoked after a backup. */
export class LaterTrail {
  readonly #head: AuditHead;
  readonly #told = new Map<string, Story>();
  #previous: AuditHead | null = null;
  #missingBefore: number | null = null;
  #events = 0;

  /** @param head - where the trail ends in the backup. */
  constructor(head: AuditHead) {
    this.#head = head;
  }

  /** Takes the next event. @throws {InvalidInputError} when it is one of another rack or another life of this one, or was changed. */
  add(event: ToldEvent): void {
    const head = this.#head;
    requireNext(event, this.#previous, head);
    const { sequence, hash, keyId } = event;
    this.#previous = { sequence, hash };
    if (sequence <= head.sequence) return;
    if (this.#events === 0 && sequence > head.sequence + 1) this.#missingBefore = sequence;
    this.#events += 1;
    if (keyId !== null) this.#told.set(keyId, continued(this.#told.get(keyId), event));
  }

  result(): LaterRevocations {
    const revocations = [...this.#told].flatMap(([keyId, { name, connection, versions, begun }]): readonly LaterRevocation[] => {
      const [reason] = begun.values();
      return reason === undefined ? [] : [{ keyId, name, connection, reason, versions }];
    });
    return { revocations, events: this.#events, missingBefore: this.#missingBefore };
  }
}

/** What is known of one key. */
interface Story {
  readonly name: string;
  readonly connection: string | null;
  readonly versions: readonly ToldVersion[];
  /** The reasons of its revocations, by their operations. */
  readonly begun: ReadonlyMap<string, RevocationReason>;
}

function continued(before: Story | undefined, event: ToldEvent): Story {
  const { type, detail, connection, operationId } = event;
  const name = text(detail['name']) ?? before?.name ?? '';
  const story: Story = { versions: [], begun: new Map(), ...before, name, connection: connection ?? before?.connection ?? null };
  if (makingTypes.includes(type)) return { ...story, versions: [...story.versions, ...toldVersion(story, detail)] };
  const operation = operationId ?? '';
  if (type === 'key.revoked' || (type === 'key.revoke-begun' && detail['keepKey'] !== true))
    return { ...story, begun: new Map([...story.begun, [operation, reasonIn(detail)]]) };
  // A credential that had ended came back and was ended again; the key lived on.
  if (type === 'key.version-ended-again') return { ...story, begun: new Map([...story.begun].filter(([id]) => id !== operation)) };
  return story;
}

function toldVersion({ name, versions }: Story, detail: JsonObject): readonly ToldVersion[] {
  const upstreamId = text(detail['upstreamId']);
  if (upstreamId === null) return [];
  const number = typeof detail['version'] === 'number' ? detail['version'] : versions.length + 1;
  return [{ upstreamId, upstreamName: text(detail['upstreamName']) ?? name, number }];
}

function reasonIn({ reason }: JsonObject): RevocationReason {
  return reasons.find((known) => known === reason) ?? 'asked';
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function requireNext(event: ToldEvent, previous: AuditHead | null, head: AuditHead): void {
  const { sequence, hash, previousHash } = event;
  const before = previous ?? { sequence: sequence - 1, hash: sequence === head.sequence + 1 ? head.hash : previousHash };
  if (sequence !== before.sequence + 1 || previousHash !== before.hash) {
    const isJoint = previous === null || previous.sequence === head.sequence;
    throw isJoint ? anotherTrail(sequence) : broken(previous.sequence);
  }
  if (sequence === head.sequence && hash !== head.hash) throw anotherTrail(sequence);
}

function anotherTrail(sequence: number): InvalidInputError {
  return new InvalidInputError(`The audit file does not go on where the trail of the backup ends (event ${sequence})`, {
    advice: 'Give the file of the same rack, written after the backup was made and before any other restore.',
    details: { reason: 'another-trail', sequence },
  });
}

function broken(sequence: number): InvalidInputError {
  return new InvalidInputError(`The audit file was cut, changed or reordered after event ${sequence}`, {
    advice: 'Give the file as it was exported, with all its lines.',
    details: { reason: 'broken', sequence },
  });
}
