import type { BudgetSettings, CreateBudget } from '@keyrack/litellm';
import { UsageError } from '../../usage-error.ts';
import type { LiteLLMMethod } from './method.ts';
import { bodyOf, oneByOne } from './method.ts';

/** What can be done with budgets that are shared. */
export const budgetMethods: readonly LiteLLMMethod[] = [
  { words: 'budgets list', kind: 'list', takes: [], list: ({ budgets }, { signal }) => oneByOne(budgets.list({ signal })) },
  {
    words: 'budgets get <budget>',
    kind: 'read',
    takes: [],
    read: async ({ budgets }, { ids: [id = ''], signal }) => {
      const [budget] = await budgets.info([id], { signal });
      if (budget === undefined) throw new UsageError(`There is no budget "${id}"`, 'budgets list shows which there are.');
      return budget;
    },
  },
  {
    words: 'budgets create <budget>',
    kind: 'change',
    takes: ['body'],
    prepare: ({ prepare }, input) => prepare.budgets.create({ ...bodyOf<CreateBudget>(input), budget_id: input.ids[0] ?? '' }),
  },
  {
    words: 'budgets update <budget>',
    kind: 'change',
    takes: ['body'],
    prepare: ({ prepare }, input) => prepare.budgets.update(input.ids[0] ?? '', bodyOf<BudgetSettings>(input)),
  },
  {
    words: 'budgets delete <budget>',
    kind: 'change',
    takes: [],
    isFinal: true,
    prepare: ({ prepare }, { ids: [id = ''] }) => prepare.budgets.delete(id),
  },
];
