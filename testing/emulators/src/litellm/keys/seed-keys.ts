import type { KeyRow } from '../tables/key-row.ts';
import { keyRow } from '../tables/key-row.ts';
import { abbreviated, tokenOf } from '../values/secrets.ts';

/** Keys that exist from the start: `key-0` and up, made one millisecond after the other, the last one now. */
export function* seedKeys(count: number, nowMs: number): Generator<{ readonly row: KeyRow; readonly secret: string }> {
  for (let index = 0; index < count; index += 1) {
    const secret = `sk-seed-${String(index).padStart(14, '0')}`;
    const createdAt = nowMs - count + 1 + index;
    yield {
      secret,
      row: keyRow({
        token: tokenOf(secret),
        key_name: abbreviated(secret),
        key_alias: `key-${index}`,
        key_type: 'default',
        created_at: createdAt,
        created_by: 'default_user_id',
        updated_at: createdAt,
        updated_by: 'default_user_id',
      }),
    };
  }
}
