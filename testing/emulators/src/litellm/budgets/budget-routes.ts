import { isAdmin, seesEverything } from '../access/caller.ts';
import { noDatabase } from '../keys/key-routes.ts';
import { budgetEndSchema, budgetSchema, budgetSettingsSchema, budgetsSchema } from '../schema/budget-schemas.ts';
import type { BudgetRow } from '../tables/budget-row.ts';
import { budgetBody } from '../tables/budget-row.ts';
import type { Body } from '../values/json.ts';
import { byLetters } from '../values/text-match.ts';
import type { AnyEndpoint, Asking } from '../web/endpoint.ts';
import { endpoint } from '../web/endpoint.ts';
import { untouched } from '../web/failure-styles.ts';
import { HttpFailure, refused } from '../web/failures.ts';
import { changeBudget, deleteBudget, newBudget } from './budgets.ts';
import { settingsOf } from './budget-settings.ts';

const shared = { dialect: 'typed', failures: untouched } as const;

/** Budgets that keys and members of teams point at. */
export const budgetRoutes: readonly AnyEndpoint[] = [
  endpoint({
    ...shared,
    method: 'POST',
    path: '/budget/new',
    groups: [],
    body: budgetSchema,
    handle: (call) => withDatabase(call, () => shown(newBudget(call, call.body))),
  }),
  endpoint({
    ...shared,
    method: 'POST',
    path: '/budget/update',
    groups: [],
    body: budgetSchema,
    handle: (call) => withDatabase(call, () => shown(changeBudget(call, call.body))),
  }),
  endpoint({
    ...shared,
    method: 'POST',
    path: '/budget/info',
    groups: [],
    body: budgetsSchema,
    handle: ({ proxy, body }) => {
      if (!proxy.settings.database) throw refused(500, 'No db connected');
      const { budgets } = body.values;
      if (budgets.length === 0) throw refused(400, "Specify list of budget id's to query. Passed in=[]");
      const found = [...proxy.budgets.values()].filter(({ budget_id }) => budgets.includes(budget_id));
      return found.toSorted((one, other) => byLetters(one.budget_id, other.budget_id)).map(budgetBody);
    },
  }),
  endpoint({
    ...shared,
    method: 'GET',
    path: '/budget/list',
    groups: ['admin_viewer_routes'],
    handle: (call) => forViewers(call, () => [...call.proxy.budgets.values()].map(budgetBody)),
  }),
  endpoint({
    ...shared,
    method: 'GET',
    path: '/budget/settings',
    groups: ['admin_viewer_routes'],
    query: budgetSettingsSchema,
    handle: (call) => forViewers(call, () => settingsOf(call.proxy.budgets.get(call.query.values.budget_id))),
  }),
  endpoint({
    ...shared,
    method: 'POST',
    path: '/budget/delete',
    groups: [],
    body: budgetEndSchema,
    handle: (call) =>
      withDatabase(call, () => {
        if (!isAdmin(call.caller)) throw notAllowed(call);
        return shown(deleteBudget(call, call.body.values.id));
      }),
  }),
];

function shown(row: BudgetRow | null): Body {
  return row === null ? null : budgetBody(row);
}

function withDatabase({ proxy }: Asking, answer: () => Body): Body {
  if (!proxy.settings.database) throw noDatabase();
  return answer();
}

function forViewers(asking: Asking, answer: () => Body): Body {
  if (!asking.proxy.settings.database) throw new HttpFailure(400, noDatabase().detail);
  if (!seesEverything(asking.caller)) throw notAllowed(asking);
  return answer();
}

function notAllowed({ caller }: Asking): HttpFailure {
  return refused(400, `Admin-only endpoint. Not allowed to access this., your role=${caller.role}`);
}
