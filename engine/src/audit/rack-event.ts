import type { AuditEntry, Clock, SecretCipher, StoreSession } from '@keyrack/contracts';
import { appendAudit } from './chain.ts';

/** Who tells of the rack as a whole, and when. */
export interface Teller {
  readonly cipher: SecretCipher;
  readonly clock: Clock;
  readonly actor: string;
}

/** Appends an event that is about the rack, and no key or connection of it. */
export async function appendRackEvent(
  session: StoreSession,
  event: Pick<AuditEntry, 'type' | 'detail'>,
  { cipher, clock, actor }: Teller,
): Promise<void> {
  const nothing = { connectionId: null, keyId: null, operationId: null };
  await appendAudit(session, { ...nothing, ...event, atMs: clock.nowMs(), actor }, cipher);
}
