import { InvalidInputError, IssuedWithoutSecretError, OutcomeUnknownError } from '@keyrack/contracts';
import type { CallOptions, IssuedVersion, IssueIntent, IssueRecovery, IssueRequest, JsonValue } from '@keyrack/contracts';
import type { Secret } from '@keyrack/secret';
import { ConflictError, MissingKeyError, MissingSecretError } from '@keyrack/vergeos';
import type { CreateApiKey, VergeOSClient } from '@keyrack/vergeos';
import { toLifecycleError, translated } from './errors.ts';
import { checkUpstreamName, readAddresses } from './limits.ts';
import type { UpstreamUsers } from './upstream-user.ts';

/** Fixes the user and everything else about a new key. Its id and its secret are the system's to choose. */
export async function prepareIssue(users: UpstreamUsers, request: IssueRequest, options?: CallOptions): Promise<IssueIntent> {
  const upstreamName = checkUpstreamName(request.upstreamName);
  const { ipAllowList, ipDenyList } = readAddresses(request.limits);
  const user = await users.choose(request.providerOptions, options);
  return {
    upstreamId: null,
    upstreamName,
    request: { user, expiresAtMs: request.expiresAtMs, ipAllowList, ipDenyList },
    secrets: {},
    fingerprintSource: null,
  };
}

/**
 * Makes the key. That its name is taken proves nothing but that an earlier request has landed: the name holds our marker, and
 * what stands there is ours with a secret that nobody has.
 */
export async function issueKey(client: VergeOSClient, intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion> {
  const { upstreamName } = intent;
  const parameters = readIntent(intent);
  try {
    // One request and no other: what the engine allows for a call is the time in which this one may land.
    const owner = { key: parameters.user, name: null };
    const { key, secret } = await client.apiKeys.create({ ...parameters, user: owner, name: upstreamName }, options);
    return issuedFrom(String(key), upstreamName, secret);
  } catch (error) {
    if (MissingKeyError.isInstance(error)) return withFoundKey(client, { intent, secret: error.secret }, options);
    throw toIssueError(error);
  }
}

/** Looks whether the user has a key of this very name. */
export async function recoverIssue(client: VergeOSClient, intent: IssueIntent, options?: CallOptions): Promise<IssueRecovery> {
  const upstreamId = await findByName(client, intent, options);
  return upstreamId === null ? { kind: 'absent' } : { kind: 'secret-lost', upstreamId };
}

async function findByName(client: VergeOSClient, intent: IssueIntent, options?: CallOptions): Promise<string | null> {
  const { user } = readIntent(intent);
  const [found] = await translated('look for the name', () => client.apiKeys.list({ user, name: intent.upstreamName }, options));
  return found === undefined ? null : String(found.key);
}

/** The secret came without the id; a user has each name once, so the name leads to it. */
async function withFoundKey(
  client: VergeOSClient,
  { intent, secret }: { readonly intent: IssueIntent; readonly secret: Secret },
  options?: CallOptions,
): Promise<IssuedVersion> {
  const upstreamId = await findByName(client, intent, options).catch(() => null);
  if (upstreamId !== null) return issuedFrom(upstreamId, intent.upstreamName, secret);
  throw new OutcomeUnknownError('VergeOS: the system made the key without saying which, and nobody could see it', {
    outcome: 'unknown',
    retryable: true,
  });
}

function toIssueError(error: unknown): unknown {
  if (MissingSecretError.isInstance(error) && error.key !== null) {
    return new IssuedWithoutSecretError('VergeOS: the system made the key without showing its secret', {
      outcome: 'applied',
      advice: `Remove the key ${error.key} from the system.`,
      details: { upstreamId: String(error.key) },
      cause: error,
    });
  }
  if (ConflictError.isInstance(error)) {
    return new OutcomeUnknownError('VergeOS: the user has a key of this name already; an earlier request may have made it', {
      outcome: 'unknown',
      retryable: true,
      advice: 'Ask for it by its name: what is there has a secret that nobody knows, and is replaced.',
      cause: error,
    });
  }
  return toLifecycleError('make the key', error);
}

function issuedFrom(upstreamId: string, upstreamName: string, secret: Secret): IssuedVersion {
  return { upstreamId, upstreamName, secret, fingerprintSource: secret };
}

function readIntent({ request }: IssueIntent): Omit<CreateApiKey, 'name' | 'user'> & { readonly user: number } {
  const { user, expiresAtMs, ipAllowList, ipDenyList } = request;
  if (typeof user !== 'number') throw new InvalidInputError('This is no intent of a VergeOS connection');
  return {
    user,
    ...(typeof expiresAtMs === 'number' ? { expires: new Date(expiresAtMs) } : {}),
    ...(isFilled(ipAllowList) ? { ipAllowList } : {}),
    ...(isFilled(ipDenyList) ? { ipDenyList } : {}),
  };
}

function isFilled(list: JsonValue | undefined): list is readonly string[] {
  return Array.isArray(list) && list.length > 0;
}
