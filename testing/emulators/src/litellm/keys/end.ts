import { keyAsRow, keyAsType } from '../tables/key-columns.ts';
import type { Body } from '../values/json.ts';
import { tokenFor, tokenOf } from '../values/secrets.ts';
import type { Asking } from '../web/endpoint.ts';
import { badRequest, notFound, PlainFailure, refused, UnhandledFault } from '../web/failures.ts';
import { checkKeyAdmin, mayEndKey } from './key-access.ts';

/** What a deletion names: keys, or else aliases. */
export interface NamedKeys {
  readonly keys: readonly string[] | null;
  readonly key_aliases: readonly string[] | null;
}

/**
 * Deletes keys. What was named is echoed whole, found or not; only when nothing is found that is an error. One key that
 * the caller may not delete stops all.
 */
export function deleteKeys({ proxy, caller }: Asking, named: NamedKeys, changedBy: string | undefined): Body {
  if (!proxy.settings.database) throw new PlainFailure('Not connected to DB!');
  const { keys, key_aliases: aliases } = named;
  const byKey = keys !== null && keys.length > 0;
  const rows = byKey
    ? keys.flatMap((key) => proxy.keys.get(tokenFor(key)) ?? [])
    : (aliases ?? []).flatMap((alias) => proxy.keys.withAlias(alias));
  const found = [...new Set(rows)];
  if (found.length === 0) throw refused(404, 'No keys found');
  if (!found.every((row) => mayEndKey({ proxy, caller }, row))) throw refused(403, 'You are not authorized to delete this key');
  proxy.archiveKeys(proxy.keys.inPlace(found), caller, changedBy);
  return { deleted_keys: [...(byKey ? keys : (aliases ?? []))] };
}

/** Blocks a key or lets it in again. Keys with odd or long secrets are taken by hash only. */
export function setBlocked({ proxy, caller }: Asking, { key, blocked }: { readonly key: string; readonly blocked: boolean }): Body {
  if (!proxy.settings.database) throw new UnhandledFault('no database');
  if (key.length > 100 || !/^(sk-[A-Za-z0-9_-]+|[a-fA-F0-9]{64})$/.test(key)) throw badRequest('Invalid key format.', 'key');
  const token = key.startsWith('sk-') ? tokenOf(key) : key;
  checkKeyAdmin({ proxy, caller }, { token, route: blocked ? '/key/block' : '/key/unblock' });
  const row = proxy.keys.get(token);
  if (row === undefined) throw notFound('Key not found.', 'key');
  const changed = proxy.changeKeySettings(row, { blocked });
  proxy.note(blocked ? 'key-blocked' : 'key-unblocked', token);
  return blocked ? keyAsType(changed) : keyAsRow(changed);
}
