import { InvalidInputError, KeyConflictError, OutcomeUnknownError } from '@keyrack/contracts';
import type {
  CallOptions,
  Clock,
  IssuedVersion,
  IssueIntent,
  IssueRecovery,
  IssueRequest,
  Outcome,
  ProviderEnvironment,
} from '@keyrack/contracts';
import { toBase32 } from '@keyrack/contracts';
import { AliasTakenError, hashKey } from '@keyrack/litellm';
import type { GenerateKey, LiteLLMClient } from '@keyrack/litellm';
import { Secret } from '@keyrack/secret';
import { toLifecycleError, translated } from './errors.ts';
import { durationUntil } from './expiry.ts';
import { checkUpstreamName, readLimits } from './limits.ts';
import { markerOf } from './marker.ts';
import { expiryOf, findKey } from './observe.ts';

/** Five bits each. */
const secretCharacters = 40;

/** Chooses the secret of a new key, so that the proxy's id for it, the hash, is known before the call. */
export async function prepareIssue(request: IssueRequest, { rackId, random }: ProviderEnvironment): Promise<IssueIntent> {
  const upstreamName = checkUpstreamName(request.upstreamName);
  const limits = readLimits(request.limits);
  const [unknown] = Object.keys(request.providerOptions);
  if (unknown !== undefined) throw new InvalidInputError(`LiteLLM keys have no option "${unknown}"`, { details: { field: unknown } });
  const { expiresAtMs, carriedUsage } = request;
  const spend = carriedUsage?.spendUsd ?? 0;
  const key = new Secret(`sk-${toBase32(random.bytes(secretCharacters))}`);
  return {
    upstreamId: await hashKey(key),
    upstreamName,
    request: { parameters: { ...limits, ...(spend > 0 ? { spend } : {}), metadata: { keyrack: markerOf(rackId) } }, expiresAtMs },
    secrets: { key },
    fingerprintSource: key,
  };
}

/** A connection and the time. */
export interface Issuer {
  readonly client: LiteLLMClient;
  readonly clock: Clock;
}

/**
 * Makes the key, or finds it there. The proxy agrees also when it changes nothing, because the secret exists, and refuses an identical
 * repetition because of its name; so neither answer is believed, and the key is looked up by its hash.
 */
export async function issueKey({ client, clock }: Issuer, intent: IssueIntent, options?: CallOptions): Promise<IssuedVersion> {
  const { key, parameters, expiresAtMs } = readIntent(intent);
  const duration = expiresAtMs === null ? {} : { duration: durationUntil(expiresAtMs, clock) };
  let refusal: AliasTakenError | null = null;
  try {
    await client.keys.generate({ ...parameters, ...duration, key_alias: intent.upstreamName, key }, options);
  } catch (error) {
    if (!AliasTakenError.isInstance(error)) throw toLifecycleError('make the key', error);
    refusal = error;
  }
  const found = await lookAfterwards({ client, clock }, intent, options);
  if (found.kind === 'applied') return found.issued;
  throw refusal === null ? notShown() : takenByAnother(refusal.outcome);
}

/** Looks whether the key of an intent is there, and what stands in its way when it is not. */
export async function recoverIssue(issuer: Issuer, intent: IssueIntent, options?: CallOptions): Promise<IssueRecovery> {
  const { client } = issuer;
  const { key, token, expiresAtMs } = readIntent(intent);
  const found = await findKey(client, token, options);
  if (found === null) {
    const { keys } = await translated('look for the name', () => client.keys.list({ key_alias: intent.upstreamName }, options));
    if (keys.every((other) => other === token)) return { kind: 'absent' };
    return { kind: 'conflict', explanation: `the name ${intent.upstreamName} belongs to another key` };
  }
  const expires = expiryOf(found);
  // A request that was late on its way counted from its arrival.
  if (expiresAtMs !== null && (expires === null || expires > expiresAtMs)) {
    const duration = durationUntil(expiresAtMs, issuer.clock);
    await translated('set when the key ends', () => client.keys.update(token, { duration }, options));
  }
  return { kind: 'applied', issued: { upstreamId: token, upstreamName: found.key_alias ?? '', secret: key, fingerprintSource: key } };
}

async function lookAfterwards(issuer: Issuer, intent: IssueIntent, options?: CallOptions): Promise<IssueRecovery> {
  try {
    return await recoverIssue(issuer, intent, options);
  } catch (error) {
    // It was made by this call, or by an earlier one, or it was not.
    throw new OutcomeUnknownError('LiteLLM: the proxy answered, and nobody could see what became of the key', {
      outcome: 'unknown',
      retryable: true,
      cause: error,
    });
  }
}

function notShown(): OutcomeUnknownError {
  return new OutcomeUnknownError('LiteLLM: the proxy says that it made the key, and does not show it', {
    outcome: 'unknown',
    retryable: true,
  });
}

/** @param outcome - what the refused call may have done; after a lost attempt it is `unknown`. */
function takenByAnother(outcome: Outcome): KeyConflictError | OutcomeUnknownError {
  if (outcome === 'not-applied') {
    return new KeyConflictError('LiteLLM: another key has this name', { outcome, advice: 'Another name is taken for the next try.' });
  }
  return new OutcomeUnknownError('LiteLLM: the name was taken after an answer was lost, and the key is not there yet', {
    outcome: 'unknown',
    retryable: true,
  });
}

function readIntent(intent: IssueIntent): {
  readonly key: Secret;
  readonly token: string;
  readonly parameters: GenerateKey;
  readonly expiresAtMs: number | null;
} {
  const { upstreamId } = intent;
  const key = intent.secrets['key'];
  const { parameters, expiresAtMs = null } = intent.request;
  if (upstreamId === null || key === undefined || typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) {
    throw new InvalidInputError('This is no intent of a LiteLLM connection');
  }
  // Written by `prepareIssue`.
  return {
    key,
    token: upstreamId,
    parameters: parameters as GenerateKey,
    expiresAtMs: typeof expiresAtMs === 'number' ? expiresAtMs : null,
  };
}
