import type { Host } from '../host.ts';
import { showProgress } from './progress.ts';

/** Progress of work that goes through the tables of a store one after the other. */
export interface CopyProgress extends Disposable {
  readonly onProgress: (progress: { readonly table: string; readonly rows: number }) => void;
}

/** Shows how many rows of all tables are done; Ctrl-C stops at the next ones. */
export async function showCopyProgress(host: Host, title: string): Promise<CopyProgress> {
  const progress = await showProgress(host, title, null);
  const rows = new Map<string, number>();
  return {
    onProgress(now) {
      // What copies has its own way back: a file that is removed, a transaction that is undone.
      host.signal.throwIfAborted();
      rows.set(now.table, now.rows);
      progress.update(
        [...rows.values()].reduce((sum, amount) => sum + amount, 0),
        now.table,
      );
    },
    [Symbol.dispose]: () => progress.stop(),
  };
}
