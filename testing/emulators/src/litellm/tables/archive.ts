import type { Body } from '../values/json.ts';
import { Instant } from '../values/json.ts';
import { keyAsArchived } from './key-columns.ts';
import type { KeyRow } from './key-row.ts';

/** A deleted key as it last was, and who deleted it. */
export interface ArchivedKey {
  /** The archive's own id: a key that came back to life can be deleted again. */
  readonly id: string;
  readonly row: KeyRow;
  readonly deleted_at: number;
  readonly deleted_by: string | null;
  readonly deleted_by_api_key: string | null;
  readonly litellm_changed_by: string | null;
}

/** An archived key as answers show it. Its budget windows are not kept. */
export function archivedBody({
  row,
  id,
  deleted_at,
  deleted_by,
  deleted_by_api_key,
  litellm_changed_by,
}: ArchivedKey): Record<string, Body> {
  return keyAsArchived(row, {
    budget_limits: null,
    id,
    deleted_at: Instant.ofMs(deleted_at),
    deleted_by,
    deleted_by_api_key,
    litellm_changed_by,
  });
}
