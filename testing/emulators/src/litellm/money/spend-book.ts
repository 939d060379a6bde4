import { randomUUID } from 'node:crypto';
import type { LiteLLMProxy } from '../litellm-proxy.ts';
import { Float } from '../values/json.ts';

/** One use of a key, as the proxy logs it. */
export interface Use {
  /** The key's hash; the master key has a name instead. */
  readonly token: string;
  readonly userId: string | null;
  readonly teamId: string | null;
  readonly model: string;
  /** In the proxy's currency. */
  readonly cost: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly atMs: number;
  readonly requestId: string;
  /** What the key was called then. */
  readonly alias: string | null;
}

/** A call of a model that was refused or went wrong. It costs nothing, and is counted all the same. */
export interface FailedUse extends Pick<Use, 'token' | 'userId' | 'teamId' | 'atMs'> {
  /** Null for a model that nobody knows. */
  readonly model: string | null;
}

/** What a use needs to say; the rest is made up. */
export type NewUse = Pick<Use, 'token' | 'userId' | 'teamId' | 'model' | 'cost'> & Partial<Use>;

/**
 * What models cost. A use counts against budgets at once and shows in rows only after the write delay, as the real
 * proxy collects what it writes.
 */
export class SpendBook {
  readonly #proxy: LiteLLMProxy;
  readonly #pending: Use[] = [];
  readonly #written: Use[] = [];
  readonly #failures: FailedUse[] = [];

  constructor(proxy: LiteLLMProxy) {
    this.#proxy = proxy;
  }

  /** Books a use. */
  book(use: NewUse): Use {
    const booked: Use = {
      promptTokens: 0,
      completionTokens: 0,
      atMs: this.#proxy.nowMs,
      requestId: `chatcmpl-${randomUUID()}`,
      alias: this.#proxy.keys.get(use.token)?.key_alias ?? null,
      ...use,
    };
    this.#pending.push(booked);
    this.#proxy.note('key-used', booked.token, new Float(booked.cost));
    return booked;
  }

  /** Notes a call that was refused or went wrong. */
  fail(failure: Omit<FailedUse, 'atMs'>): void {
    this.#failures.push({ ...failure, atMs: this.#proxy.nowMs });
  }

  /** Calls that went wrong and are written, oldest first. */
  get writtenFailures(): readonly FailedUse[] {
    const { nowMs, settings } = this.#proxy;
    return this.#failures.filter(({ atMs }) => atMs + settings.spendWriteDelayMs <= nowMs);
  }

  /** Uses that are not written yet. */
  get pending(): readonly Use[] {
    return this.#pending;
  }

  /** Uses that are written, oldest first. */
  get written(): readonly Use[] {
    return this.#written;
  }

  /** What was spent and is not in the rows yet, for those uses that fit. */
  unwritten(fits: (use: Use) => boolean): number {
    return this.#pending.reduce((sum, use) => (fits(use) ? sum + use.cost : sum), 0);
  }

  /** What uses of the last while cost, written or not. */
  since(fromMs: number, fits: (use: Use) => boolean): number {
    return [...this.#written, ...this.#pending].reduce((sum, use) => (use.atMs >= fromMs && fits(use) ? sum + use.cost : sum), 0);
  }

  /** Writes what is due. */
  catchUp(): void {
    const { nowMs, settings } = this.#proxy;
    while (this.#pending[0] !== undefined && this.#pending[0].atMs + settings.spendWriteDelayMs <= nowMs) {
      const use = this.#pending.shift();
      if (use !== undefined) this.#write(use);
    }
  }

  #write(use: Use): void {
    const { keys, people, settings } = this.#proxy;
    const atMs = use.atMs + settings.spendWriteDelayMs;
    const plus = (spend: number) => asStored(spend + use.cost);
    this.#written.push(use);
    const key = keys.get(use.token);
    if (key !== undefined) {
      this.#proxy.changeKey(key, { spend: plus(key.spend), total_spend: plus(key.total_spend), last_active: atMs, updated_at: atMs });
    }
    const user = people.user(use.userId);
    if (user !== null) people.changeUser(user, { spend: plus(user.spend), updated_at: atMs });
    const team = people.team(use.teamId);
    if (team !== null) {
      people.changeTeam(team, { spend: plus(team.spend), updated_at: atMs });
      const member = people.membership(use.userId, team.team_id);
      if (member !== undefined) people.putMembership({ ...member, spend: plus(member.spend), total_spend: plus(member.total_spend) });
    }
    this.#proxy.note('spend-booked', use.token, new Float(use.cost));
  }
}

/** The database adds in decimal: what it gives back has no digits that only binary has. */
export function asStored(amount: number): number {
  return Number(amount.toPrecision(15));
}
