import { randomUUID } from 'node:crypto';
import type { EmulatorClock } from '../kit/clock.ts';
import type { Caller } from './access/caller.ts';
import { masterUserId } from './access/caller.ts';
import { SeenTeams } from './access/seen-teams.ts';
import type { ModelTrial } from './health/model-trials.ts';
import { History } from './history.ts';
import { BudgetResets } from './money/budget-resets.ts';
import { RateLimits } from './money/rate-limits.ts';
import { SpendBook } from './money/spend-book.ts';
import type { LiteLLMSettings } from './options.ts';
import { seedKeys } from './keys/seed-keys.ts';
import type { ArchivedKey } from './tables/archive.ts';
import type { BudgetRow } from './tables/budget-row.ts';
import { budgetBody, budgetRow } from './tables/budget-row.ts';
import type { KeyRow } from './tables/key-row.ts';
import { changedKey } from './tables/key-row.ts';
import { KeyTable } from './tables/key-table.ts';
import type { ObjectPermission } from './tables/object-permission.ts';
import { PeopleTables } from './tables/people-tables.ts';
import type { DeletedTeam } from './tables/team-row.ts';
import type { Body, Json } from './values/json.ts';

/** The state of one installation. It knows nothing of HTTP; the rules lie with the endpoints. */
export class LiteLLMProxy {
  readonly clock: EmulatorClock;
  readonly keys = new KeyTable();
  /** Deleted keys in the order of their deletion. */
  readonly archive: ArchivedKey[] = [];
  /** Deleted teams, likewise. */
  readonly deletedTeams: DeletedTeam[] = [];
  readonly people = new PeopleTables();
  readonly budgets = new Map<string, BudgetRow>();
  /** Trials of models in their order. */
  readonly modelTrials: ModelTrial[] = [];
  readonly objectPermissions = new Map<string, ObjectPermission>();
  readonly seenTeams: SeenTeams;
  readonly spend: SpendBook;
  readonly resets: BudgetResets;
  readonly rateLimits: RateLimits;
  readonly history: History;
  /** Secrets by their hash, for checkers only: the real proxy forgets them. */
  readonly secrets = new Map<string, string>();
  settings: LiteLLMSettings;

  constructor(settings: LiteLLMSettings, clock: EmulatorClock) {
    this.settings = settings;
    this.clock = clock;
    this.history = new History(() => clock.nowMs());
    this.seenTeams = new SeenTeams(this.people, clock);
    this.spend = new SpendBook(this);
    this.resets = new BudgetResets(this);
    this.rateLimits = new RateLimits(clock);
    for (const { row, secret } of seedKeys(settings.seedKeys, this.nowMs)) {
      this.keys.put(row);
      this.secrets.set(row.token, secret);
    }
  }

  /** Now, to the millisecond, as the database keeps it. */
  get nowMs(): number {
    return Math.floor(this.clock.nowMs());
  }

  /** Puts a changed key in the place of the old one. Instants of change move as the database moves them. */
  changeKey(row: KeyRow, changes: Partial<KeyRow>): KeyRow {
    const changed = changedKey(row, { updated_at: this.nowMs, ...changes });
    this.keys.put(changed);
    return changed;
  }

  /** The same for a change of settings, which has an instant of its own. */
  changeKeySettings(row: KeyRow, changes: Partial<KeyRow>): KeyRow {
    return this.changeKey(row, { settings_updated_at: this.nowMs, ...changes });
  }

  /** Deletes keys; each goes to the archive first. */
  archiveKeys(rows: readonly KeyRow[], caller: Caller, changedBy: string | undefined): void {
    for (const row of rows) {
      this.archive.push({
        id: randomUUID(),
        row,
        deleted_at: this.nowMs,
        deleted_by: caller.userId,
        deleted_by_api_key: caller.apiKey,
        litellm_changed_by: changedBy ?? null,
      });
      this.removeKey(row);
    }
  }

  /** What happens to a key when its budget goes: it does not count as a change. */
  detachBudget(row: KeyRow): void {
    this.keys.put(changedKey(row, { budget_id: null }));
  }

  /** Deletes a key without a trace. */
  removeKey(row: KeyRow): void {
    this.keys.delete(row.token);
    this.history.add('key-deleted', { id: row.token });
  }

  /** A budget that belongs to one key: only a soft limit. */
  softBudget(softBudget: number, changedBy: string, more: Partial<BudgetRow> = {}): BudgetRow {
    const row = budgetRow({ budget_id: randomUUID(), soft_budget: softBudget, created_at: this.nowMs, created_by: changedBy, ...more });
    this.keepBudget(row);
    return row;
  }

  /** Adds a budget, or puts a changed one to the end, as the database does. */
  keepBudget(row: BudgetRow): void {
    this.budgets.delete(row.budget_id);
    this.budgets.set(row.budget_id, row);
    this.resets.watch(row);
  }

  /** The budget a row points at, as answers show it; null when there is none. */
  budgetOf({ budget_id }: { readonly budget_id: string | null }): Body {
    const row = budget_id === null ? undefined : this.budgets.get(budget_id);
    return row === undefined ? null : budgetBody(row);
  }

  /** What a key points at, as answers show it; null when there is nothing. */
  objectPermissionOf({ object_permission_id }: { readonly object_permission_id: string | null }): ObjectPermission | null {
    return object_permission_id === null ? null : (this.objectPermissions.get(object_permission_id) ?? null);
  }

  /** Everything that time alone changes: spend is written, budgets start anew. */
  catchUp(): void {
    this.spend.catchUp();
    this.resets.catchUp(this.nowMs);
  }

  /** What the process remembered by itself is gone: teams as it saw them, and what it counted in the last minute. */
  restarted(): void {
    this.seenTeams.forgetAll();
    this.rateLimits.forgetAll();
    this.history.add('restarted');
  }

  /** Writes an accepted change down. */
  note(kind: Parameters<History['add']>[0], id: string, value?: Json): void {
    this.history.add(kind, value === undefined ? { id } : { id, value });
  }
}

/** Who is written down as having changed something: the caller's user, or the proxy's own for keys of nobody. */
export function changedBy(caller: Caller): string {
  return caller.userId ?? masterUserId;
}
