import { ConflictError, PreconditionFailedError } from '@keyrack/authpi';
import type { AuthPIClient, UpdateApiKey } from '@keyrack/authpi';
import { checkChange, UpstreamRejectedError } from '@keyrack/contracts';
import type { CallOptions, JsonObject, KeyChange } from '@keyrack/contracts';
import { authpiCapabilities } from './capabilities.ts';
import { toLifecycleError } from './errors.ts';
import { checkUpstreamName, mergeRestrictions, readRestrictions } from './limits.ts';
import type { WantedRestrictions } from './limits.ts';
import { markedTags } from './marker-tag.ts';
import { requireKey } from './observe.ts';

/** A change of one key, and which key. */
export interface NamedChange {
  readonly upstreamId: string;
  readonly change: KeyChange;
}

/** Sets name, limits and expiry in one request. A blocked key stays blocked, so what a resumption restores stays too. */
export async function changeKey(
  client: AuthPIClient,
  { upstreamId, change }: NamedChange,
  options?: CallOptions,
): Promise<JsonObject | null> {
  checkChange(change, authpiCapabilities, 'AuthPI');
  const { upstreamName, limits, expiresAtMs, rackId, restore = null } = change;
  const plain: UpdateApiKey = {
    ...(upstreamName === undefined ? {} : { name: checkUpstreamName(upstreamName) }),
    ...(expiresAtMs === undefined ? {} : { expires_at: expiresAtMs }),
  };
  const wanted = limits === undefined ? null : readRestrictions(limits);
  try {
    if (wanted !== null || rackId !== undefined) await changeMerged(client, { upstreamId, plain, wanted, rackId }, options);
    else if (Object.keys(plain).length > 0) await client.apiKeys.update(upstreamId, plain, options);
  } catch (error) {
    throw await settleRefusal(client, { upstreamId, error }, options);
  }
  return restore;
}

/** What of a change is set whole in AuthPI: a part of it takes the rest along. */
interface MergedChange {
  readonly upstreamId: string;
  readonly plain: UpdateApiKey;
  readonly wanted: WantedRestrictions | null;
  readonly rackId: string | undefined;
}

/** Restrictions and tags are given whole, so they are read first, and set only if nobody else has set them meanwhile. */
async function changeMerged(
  client: AuthPIClient,
  { upstreamId, plain, wanted, rackId }: MergedChange,
  options?: CallOptions,
): Promise<void> {
  const { restrictions, tags, etag } = await requireKey(client, upstreamId, options);
  const body = {
    ...plain,
    ...(wanted !== null && { restrictions: mergeRestrictions(restrictions ?? {}, wanted) }),
    ...(rackId !== undefined && { tags: markedTags(tags ?? [], rackId) }),
  };
  await client.apiKeys.update(upstreamId, body, { ...options, ...(etag === null ? {} : { ifMatch: etag }) });
}

async function settleRefusal(
  client: AuthPIClient,
  { upstreamId, error }: { readonly upstreamId: string; readonly error: unknown },
  options?: CallOptions,
): Promise<unknown> {
  if (PreconditionFailedError.isInstance(error) && error.outcome === 'not-applied') {
    return new UpstreamRejectedError('AuthPI: somebody else changed the key at the same moment, so nothing was changed', {
      retryable: true,
      cause: error,
      advice: 'Try again: it is then based on what is there now.',
    });
  }
  // A revoked key is still there for the service, and cannot be changed.
  if (ConflictError.isInstance(error) && error.outcome === 'not-applied') await requireKey(client, upstreamId, options);
  return toLifecycleError('change the key', error);
}
