import type { AccessKey } from '@keyrack/contracts';
import type { Session } from '../rows.ts';
import { keyFromRow } from './key-row.ts';

/** Behind every text that begins with the same letters: no character sorts higher. */
const highest = '\u{10FFFF}';

/** Finds keys whose name equals the text or whose id begins with it; living ones first. */
export async function searchKeys(
  db: Session,
  text: string,
  options: { readonly limit: number; readonly connectionId?: string },
): Promise<readonly AccessKey[]> {
  const { limit, connectionId } = options;
  const found = new Map<string, AccessKey>();
  // Names are indexed within their connection, so they are looked up in each.
  const connections = await db
    .selectFrom('connection')
    .select('id')
    .$if(connectionId !== undefined, (query) => query.where('id', '=', connectionId ?? ''))
    .execute();
  if (connections.length === 0) return [];
  for (const comparison of ['<>', '='] as const) {
    const byName = db
      .selectFrom('access_key')
      .selectAll()
      .where(
        'connection_id',
        'in',
        connections.map(({ id }) => id),
      )
      .where('name', '=', text)
      .where('state', comparison, 'revoked')
      .limit(limit);
    const byId = db
      .selectFrom('access_key')
      .selectAll()
      .where('id', '>=', text)
      .where('id', '<', text + highest)
      .where('state', comparison, 'revoked')
      .$if(connectionId !== undefined, (query) => query.where('connection_id', '=', connectionId ?? ''))
      .orderBy('id')
      .limit(limit);
    for (const row of [...(await byName.execute()), ...(await byId.execute())]) {
      if (found.size < limit) found.set(row.id, keyFromRow(row));
    }
  }
  return [...found.values()];
}
