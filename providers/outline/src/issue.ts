import { InvalidInputError, IssuedWithoutSecretError, KeyConflictError, OutcomeUnknownError } from '@keyrack/contracts';
import type {
  CallOptions,
  IssuedVersion,
  IssueIntent,
  IssueRecovery,
  IssueRequest,
  JsonObject,
  Outcome,
  ProviderEnvironment,
} from '@keyrack/contracts';
import { ConflictError } from '@keyrack/outline';
import type { AccessKey, CreateAccessKey, OutlineClient } from '@keyrack/outline';
import { Secret } from '@keyrack/secret';
import { toLifecycleError } from './errors.ts';
import { checkUpstreamName, readDataLimit } from './limits.ts';
import { findKey } from './observe.ts';
import { randomText } from './random-text.ts';
import { makeVersionId } from './version-id.ts';

const passwordAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Chooses id and password of a new key. An expiry is not part of it: Outline has none, Keyrack ends the key itself. */
export function prepareIssue(request: IssueRequest, { rackId, random }: ProviderEnvironment): IssueIntent {
  const upstreamName = checkUpstreamName(request.upstreamName);
  const limit = readDataLimit(request.limits);
  const [unknown] = Object.keys(request.providerOptions);
  if (unknown !== undefined) throw new InvalidInputError(`Outline keys have no option "${unknown}"`, { details: { field: unknown } });
  const password = new Secret(randomText(random, passwordAlphabet, 22));
  return {
    upstreamId: makeVersionId(rackId, random),
    upstreamName,
    request: limit === undefined ? {} : { limit: { bytes: limit.bytes } },
    secrets: { password },
    fingerprintSource: password,
  };
}

/** Makes the key under its id, or finds it there: a refusal because the id is taken proves nothing, an equal password does. */
export async function issueKey(client: OutlineClient, intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion> {
  const { id, password, parameters } = readIntent(intent);
  try {
    return issuedFrom(await client.accessKeys.createWithId(id, parameters, options), password);
  } catch (error) {
    if (!ConflictError.isInstance(error)) throw toLifecycleError('make the key', error);
    return settleConflict(await recoverAfterConflict(client, intent, options), error.outcome);
  }
}

/** Looks whether the key of an intent is there. */
export async function recoverIssue(client: OutlineClient, intent: IssueIntent, options?: CallOptions): Promise<IssueRecovery> {
  const { id, password } = readIntent(intent);
  const key = await findKey(client, id, options);
  if (key === null) return { kind: 'absent' };
  if (key.password === null)
    throw new OutcomeUnknownError(`Outline: the server hides the password of ${id}, so nobody can tell whose key it is`, {
      outcome: 'unknown',
    });
  if (!key.password.equals(password)) return { kind: 'conflict', explanation: `the id ${id} belongs to a key with another password` };
  return { kind: 'applied', issued: issuedFrom(key, password) };
}

async function recoverAfterConflict(client: OutlineClient, intent: IssueIntent, options?: CallOptions): Promise<IssueRecovery> {
  try {
    return await recoverIssue(client, intent, options);
  } catch (error) {
    // The conflict may be with this very key, made by an earlier call.
    throw new OutcomeUnknownError('Outline: the id is taken, and nobody could see by whom', {
      outcome: 'unknown',
      retryable: true,
      cause: error,
    });
  }
}

/** @param outcome - what the refused call may have done; after a lost attempt it is `unknown`. */
function settleConflict(found: IssueRecovery, outcome: Outcome): IssuedVersion {
  switch (found.kind) {
    case 'applied':
      return found.issued;
    case 'conflict':
      throw new KeyConflictError(`Outline: ${found.explanation}`, { outcome, advice: 'Another id is taken for the next try.' });
    case 'absent':
    case 'secret-lost':
      if (outcome === 'not-applied') throw new KeyConflictError('Outline: the password or the port for new keys is taken', { outcome });
      throw new OutcomeUnknownError('Outline: the key was refused after an answer was lost, and it is not there yet', {
        outcome: 'unknown',
        retryable: true,
      });
  }
}

function issuedFrom(key: AccessKey, password: Secret): IssuedVersion {
  if (key.password !== null && !key.password.equals(password)) {
    throw new OutcomeUnknownError('Outline: the server answered with another password than it was given', { outcome: 'unknown' });
  }
  if (key.accessUrl === null) {
    const advice = `Remove the key ${key.id} from the server.`;
    throw new IssuedWithoutSecretError('Outline: the server made the key without an access URL', {
      outcome: 'applied',
      advice,
      details: { upstreamId: key.id },
    });
  }
  return { upstreamId: key.id, upstreamName: key.name, secret: key.accessUrl, fingerprintSource: password };
}

function readIntent(intent: IssueIntent): { readonly id: string; readonly password: Secret; readonly parameters: CreateAccessKey } {
  const { upstreamId, upstreamName } = intent;
  const password = intent.secrets['password'];
  if (upstreamId === null || password === undefined) throw new InvalidInputError('This is no intent of an Outline connection');
  const bytes = limitBytes(intent.request);
  return { id: upstreamId, password, parameters: { name: upstreamName, password, ...(bytes === undefined ? {} : { limit: { bytes } }) } };
}

function limitBytes(request: JsonObject): number | undefined {
  const limit = request['limit'];
  const bytes = typeof limit === 'object' && limit !== null && 'bytes' in limit ? limit.bytes : undefined;
  return typeof bytes === 'number' ? bytes : undefined;
}
