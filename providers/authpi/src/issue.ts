import { ConflictError, MissingSecretError } from '@keyrack/authpi';
import type { ApiKeyListItem, AuthPIClient, CreateApiKeyResponse, Item, PreparedCreate } from '@keyrack/authpi';
import { InvalidInputError, KeyConflictError, OutcomeUnknownError, toBase32 } from '@keyrack/contracts';
import type { CallOptions, Clock, IssuedVersion, IssueIntent, IssueRecovery, IssueRequest, ProviderEnvironment } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import { toLifecycleError, translated } from './errors.ts';
import { joinKeySecret } from './key-secret.ts';
import { checkUpstreamName, mergeRestrictions, readRestrictions } from './limits.ts';
import { tagOf } from './marker-tag.ts';
import { findKey } from './observe.ts';
import { revokeKey } from './revoke.ts';

/** The service repeats an answer for 24 hours; the last one is left to clocks that differ. */
const replayWindowMs = 23 * 3_600_000;
const largestPage = 100;
const ended = 'the service repeats what it answered about a key that has ended since';

/** Where and when keys are made. */
export interface IssueContext {
  readonly client: AuthPIClient;
  readonly clock: Clock;
}

/** An intent as it is written down: the body byte for byte, and the Idempotency-Key under which it may be sent again. */
interface WrittenIntent extends PreparedCreate {
  readonly preparedAtMs: number;
}

/** Fixes the request of a new key. */
export function prepareIssue(client: AuthPIClient, request: IssueRequest, environment: ProviderEnvironment): IssueIntent {
  const upstreamName = checkUpstreamName(request.upstreamName);
  const wanted = readRestrictions(request.limits);
  const [unknown] = Object.keys(request.providerOptions);
  if (unknown !== undefined) throw new InvalidInputError(`AuthPI keys have no option "${unknown}"`, { details: { field: unknown } });
  const tag = tagOf(upstreamName);
  const body = {
    name: upstreamName,
    restrictions: mergeRestrictions({}, wanted),
    ...(tag === null ? {} : { tags: [tag] }),
    ...(request.expiresAtMs === null ? {} : { expires_at: request.expiresAtMs }),
  };
  const { idempotencyKey, bodyText } = client.apiKeys.prepareCreate(body, {
    idempotencyKey: `keyrack-${toBase32(environment.random.bytes(26))}`,
  });
  return {
    upstreamId: null,
    upstreamName,
    request: { body: bodyText.reveal(), idempotencyKey, preparedAtMs: environment.clock.nowMs() },
    secrets: {},
    fingerprintSource: null,
  };
}

/** Makes the key, or is given the answer of the call that made it. */
export async function issueKey(context: IssueContext, intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion> {
  const { client } = context;
  const written = readIntent(intent);
  if (isWindowOver(context, written)) throw await tooLate(client, intent, options);
  let made: Item<CreateApiKeyResponse>;
  try {
    made = await client.apiKeys.createPrepared(written, options);
  } catch (error) {
    throw await settleRefusal(client, error, options);
  }
  const issued = issuedFrom(made, intent);
  if (made.replayed && (await findKey(client, issued.upstreamId, options)) === null)
    throw new KeyConflictError(`AuthPI: ${ended}`, conflictOptions);
  return issued;
}

/**
 * Looks for the key of an intent in the whole list. Only for one that is there is the request repeated, which gives its secret
 * again; later than that, the secret is lost.
 */
export async function recoverIssue(context: IssueContext, intent: IssueIntent, options?: CallOptions): Promise<IssueRecovery> {
  const { client } = context;
  const written = readIntent(intent);
  const found = await findByMarker(client, intent, options);
  if (found === null) return { kind: 'absent' };
  if (isWindowOver(context, written)) return { kind: 'secret-lost', upstreamId: found.id };
  let made: Item<CreateApiKeyResponse>;
  try {
    made = await client.apiKeys.createPrepared(written, options);
  } catch (error) {
    if (MissingSecretError.isInstance(error)) return { kind: 'secret-lost', upstreamId: found.id };
    throw toLifecycleError('ask for the answer again', error);
  }
  const issued = issuedFrom(made, intent, found.id);
  if (!made.replayed && issued.upstreamId !== found.id) {
    // The service has forgotten the first request and made a second key. It goes at once: only one of them can be written down.
    await revokeKey(client, issued.upstreamId, options);
    return { kind: 'secret-lost', upstreamId: found.id };
  }
  if ((await findKey(client, issued.upstreamId, options)) === null) return { kind: 'conflict', explanation: ended };
  return { kind: 'applied', issued };
}

const conflictOptions = { outcome: 'not-applied', advice: 'Another request is prepared for the next try.' } as const;

/** Once the service repeats nothing any more, the same request could make a second key, and its own answer could be lost for good. */
async function tooLate(client: AuthPIClient, intent: IssueIntent, options?: CallOptions): Promise<Error> {
  const found = await findByMarker(client, intent, options);
  if (found === null) return new KeyConflictError('AuthPI: the request is too old to be sent', conflictOptions);
  return new OutcomeUnknownError('AuthPI: the key was made, and its secret cannot be asked for any more', {
    outcome: 'applied',
    retryable: true,
    advice: 'It is revoked and made again when the operation goes on.',
    details: { upstreamId: found.id },
  });
}

/** What the failure of a create means. */
async function settleRefusal(client: AuthPIClient, error: unknown, options?: CallOptions): Promise<unknown> {
  if (ConflictError.isInstance(error) && error.outcome === 'not-applied')
    return new KeyConflictError(`AuthPI: ${error.errorDescription}`, conflictOptions);
  if (MissingSecretError.isInstance(error) && error.id !== null && (await findKey(client, error.id, options)) === null)
    return new KeyConflictError(`AuthPI: ${ended}`, conflictOptions);
  return toLifecycleError('make the key', error);
}

/** The key with the intent's marker in its name or among its tags, revoked ones aside; null: the whole list holds none. */
async function findByMarker(client: AuthPIClient, { upstreamName }: IssueIntent, options?: CallOptions): Promise<ApiKeyListItem | null> {
  const tag = tagOf(upstreamName);
  return translated('look for the key', async () => {
    let unreadable = 0;
    for await (const page of client.apiKeys.listPages({ limit: largestPage }, options)) {
      unreadable += page.invalid_count;
      const found = page.data.find(
        (key) =>
          key.status !== 'revoked' && (key.name === upstreamName || (tag !== null && Array.isArray(key.tags) && key.tags.includes(tag))),
      );
      if (found !== undefined) return found;
    }
    if (unreadable === 0) return null;
    throw new OutcomeUnknownError(
      `AuthPI: the service left ${unreadable} keys out of its list, and the one in question may be among them`,
      {
        outcome: 'unknown',
        retryable: true,
        advice: 'Ask AuthPI to repair these records; until then nobody can tell whether the key was made.',
      },
    );
  });
}

/** A clock that was set back makes an intent look younger, or not yet prepared: then nothing is certain. */
function isWindowOver({ clock }: IssueContext, { preparedAtMs }: WrittenIntent): boolean {
  const ageMs = clock.nowMs() - preparedAtMs;
  return ageMs < 0 || ageMs >= replayWindowMs;
}

/** Of what an answer promises only the secret is certain. @param foundId - the id under which the key was found, for an answer without one. */
function issuedFrom(made: Partial<CreateApiKeyResponse>, { upstreamName }: IssueIntent, foundId?: string): IssuedVersion {
  const { id = foundId, name = upstreamName, secret_plain: secret } = made;
  if (id === undefined || secret === undefined) {
    throw new OutcomeUnknownError('AuthPI: the service made the key and did not say under which id', {
      outcome: 'applied',
      retryable: true,
      advice: 'It is looked for by its name when the operation goes on.',
    });
  }
  return { upstreamId: id, upstreamName: name, secret: joinKeySecret({ id, secret }), fingerprintSource: secret };
}

function readIntent({ request }: IssueIntent): WrittenIntent {
  const { body, idempotencyKey, preparedAtMs } = request;
  if (typeof body !== 'string' || body === '' || typeof idempotencyKey !== 'string' || typeof preparedAtMs !== 'number')
    throw new InvalidInputError('This is no intent of an AuthPI connection');
  return { bodyText: new Secret(body), idempotencyKey, preparedAtMs };
}
