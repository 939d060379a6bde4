import { abandonAdoption, recordAdoption } from '../adopt/handler.ts';
import type { OperationHandler } from '../operations/handler.ts';
import { upstreamIdOf } from '../operations/steps.ts';
import { callOptions } from '../support/call-options.ts';

/** An adoption of the life before: recorded where our mark shows that it went through; else the key stays foreign. */
export const recoverAdoptionHandler: OperationHandler = {
  kind: 'adopt',
  async advance(run) {
    const { context, journal, provider, signal } = run;
    const step = journal.steps.find(({ state }) => state === 'begun');
    if (!step) return recordAdoption(run);
    await run.confirmIdentity();
    const observed = await provider.getKey(upstreamIdOf(step), callOptions({ signal }));
    if (observed?.rackId !== context.rackId)
      return abandonAdoption(run, 'our mark is not on the key; the store was restored from a backup');
    await journal.settle(step, 'applied');
    return { kind: 'continue' };
  },
};
