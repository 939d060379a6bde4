import { setTimeout } from 'node:timers/promises';
import type { EmulatedAnswer, EmulatedRequest, Outcome } from './exchange.ts';
import type { FaultBook, FaultEffect, FaultMoment } from './faults.ts';
import type { Reply } from './reply.ts';

/** One call on its way: how to act on it, and where its answer goes. */
export interface Delivery {
  readonly request: EmulatedRequest;
  /** The path by which faults know the call. */
  readonly path: string;
  /** Lets the system act. Called twice for a call that is delivered twice. */
  readonly act: () => Promise<Outcome>;
  /** Lets the system take the call in; the function it gives lets it act. */
  readonly begin: () => Promise<() => Promise<Outcome>>;
  readonly reply: Reply;
  readonly faults: FaultBook;
}

/** What the caller saw: a status, or `null` for a cut connection, or the system's death. */
export type Delivered = { readonly kind: 'seen'; readonly status: number | null } | Extract<Outcome, { kind: 'crash' }>;

const cut: Delivered = { kind: 'seen', status: null };

/** Carries one call through the fault that meets it, if any. */
export async function deliver(delivery: Delivery, effect: FaultEffect | undefined): Promise<Delivered> {
  const { act, reply } = delivery;
  switch (effect?.kind) {
    case undefined:
      return answer(await act(), (given) => reply.send(given));
    case 'status':
      return withStatus(delivery, effect);
    case 'close':
      return closing(delivery, effect.when);
    case 'truncate':
      return answer(await act(), (given) => reply.truncate(given, effect.bytes));
    case 'delay':
      return waiting(delivery, effect.when, () => setTimeout(effect.delayMs, true));
    case 'hold':
      if (effect.drop === true) reply.close();
      return waiting(delivery, effect.when, () => delivery.faults.hold(delivery.request.method, delivery.path));
    case 'twice': {
      const first = await act();
      if (first.kind === 'crash') return first;
      const second = await act();
      return answer(effect.answer === 'second' ? second : first, (given) => reply.send(given));
    }
  }
}

async function answer(outcome: Outcome, send: (given: EmulatedAnswer) => Promise<void>): Promise<Delivered> {
  if (outcome.kind === 'crash') return outcome;
  await send(outcome);
  return { kind: 'seen', status: outcome.status };
}

async function withStatus({ act, reply }: Delivery, effect: Extract<FaultEffect, { kind: 'status' }>): Promise<Delivered> {
  if (effect.when === 'after') {
    const outcome = await act();
    if (outcome.kind === 'crash') return outcome;
  }
  const headers = Object.entries(effect.headers ?? {});
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type');
  await reply.send({
    kind: 'answer',
    status: effect.status,
    headers: typed ? headers : [['Content-Type', 'text/plain'], ...headers],
    body: effect.body ?? '',
  });
  return { kind: 'seen', status: effect.status };
}

async function closing({ act, reply }: Delivery, when: 'before' | 'after'): Promise<Delivered> {
  if (when === 'after') {
    const outcome = await act();
    if (outcome.kind === 'crash') return outcome;
  }
  reply.close();
  return cut;
}

async function waiting({ act, begin, reply }: Delivery, when: FaultMoment, wait: () => Promise<boolean>): Promise<Delivered> {
  if (when !== 'after') {
    const finish = when === 'during' ? await begin() : act;
    if (await wait()) return answer(await finish(), (given) => reply.send(given));
    reply.close();
    return cut;
  }
  const outcome = await act();
  if (outcome.kind === 'answer' && !(await wait())) {
    reply.close();
    return cut;
  }
  return answer(outcome, (given) => reply.send(given));
}
