import { conflict } from '../api-error.ts';
import type { Handler } from './call.ts';
import { targetOf } from './call.ts';
import type { Kind } from './kinds.ts';
import type { ChangeOptions, View } from './operations.ts';
import { change, showing } from './operations.ts';
import type { Fields, StoredRecord } from './record.ts';

/** What all changes of status of one kind have in common. */
export interface States {
  readonly kind: Kind;
  readonly view: View;
  /** The status now, which may differ from the one that was written down. */
  readonly statusOf: (record: StoredRecord, nowMs: number) => string;
  readonly event: ChangeOptions['event'];
}

/** One change of status. */
export interface Transition {
  readonly from: readonly string[];
  /** More fields that change with it. */
  readonly also?: (nowMs: number) => Fields;
  readonly event?: ChangeOptions['event'];
}

/** Brings the path's last record into a status. One that is in place already changes nothing; one that cannot be reached is a 409. */
export function transition(states: States, to: string, { from, also, event = states.event }: Transition): Handler {
  const { kind, view, statusOf } = states;
  const answer = showing(view);
  const set = change({
    kind,
    event,
    answer,
    change: ({ server: { nowMs } }, { fields }) => ({ fields: { ...fields, status: to, status_at: nowMs, ...also?.(nowMs) } }),
  });
  return (call) => {
    const record = targetOf(call);
    const now = statusOf(record, call.server.nowMs);
    if (now === to) return answer(record, call);
    if (!from.includes(now)) throw conflict(`What is ${now} cannot become ${to}.`);
    return set(call);
  };
}
