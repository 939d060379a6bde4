import type { Rack } from '@keyrack/runtime';
import type { Host } from '../host.ts';
import { count } from '../output/words.ts';
import { kindsOf } from './kinds-of.ts';
import type { Target } from './target.ts';

/** Says for how long systems of several servers may go on accepting what just ended; silent for all others. */
export async function sayEndLag(host: Host, rack: Rack, ended: readonly Target[]): Promise<void> {
  if (ended.length === 0) return;
  for (const { displayName, capabilities } of await kindsOf(rack, ended)) {
    const { endLagSeconds = 0 } = capabilities;
    if (endLagSeconds === 0) continue;
    const lag = count(endLagSeconds, 'second');
    await host.errors.write(
      `Note: where several servers of ${displayName} share a database, the others may accept it for up to ${lag} more.\n`,
    );
  }
}
