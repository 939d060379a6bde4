import type { Host } from '../host.ts';

/** Long work, as far as it has come. */
export interface Progress {
  /** @param done - how much is done by now */
  update(done: number, words?: string): void;
  stop(): void;
}

const silent: Progress = { update: () => {}, stop: () => {} };

/** Less is done before anybody has read the bar. */
const fewestSteps = 5;

/**
 * Progress on standard error, where a terminal is there and the work is worth it; else nothing.
 * @param total - how much there is to do, or a good guess; null: nobody knows, and only what is done is counted
 */
export async function showProgress(host: Host, title: string, total: number | null): Promise<Progress> {
  if (!host.errors.isTerminal || (total !== null && total < fewestSteps)) return silent;
  const { SingleBar, Presets } = await import('cli-progress');
  const format = total === null ? `${title} {value} {words}` : `${title} {bar} {value}/{total} {words}`;
  const bar = new SingleBar(
    { format, stream: host.errors.stream, clearOnComplete: true, hideCursor: true, barsize: 24 },
    Presets.shades_classic,
  );
  bar.start(total ?? 1, 0, { words: '' });
  return {
    update(done, words = '') {
      if (done > bar.getTotal()) bar.setTotal(done);
      bar.update(done, { words });
    },
    stop: () => bar.stop(),
  };
}
