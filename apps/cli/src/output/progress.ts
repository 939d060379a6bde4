import type { Host } from '../host.ts';

/** Long work, as far as it has come. */
export interface Progress {
  /** @param done - how much of the total is done by now */
  update(done: number, words?: string): void;
  stop(): void;
}

/** Less is done before anybody has read the bar. */
const fewestSteps = 5;

const silent: Progress = { update: () => {}, stop: () => {} };

/**
 * A progress bar on standard error, where a terminal is there and the work is worth one; else nothing.
 * @param total - how much there is to do, or a good guess
 */
export async function showProgress(host: Host, title: string, total: number): Promise<Progress> {
  if (!host.errors.isTerminal || total < fewestSteps) return silent;
  const { SingleBar, Presets } = await import('cli-progress');
  const bar = new SingleBar(
    { format: `${title} {bar} {value}/{total} {words}`, stream: host.errors.stream, clearOnComplete: true, hideCursor: true, barsize: 24 },
    Presets.shades_classic,
  );
  bar.start(total, 0, { words: '' });
  return {
    update(done, words = '') {
      if (done > bar.getTotal()) bar.setTotal(done);
      bar.update(done, { words });
    },
    stop: () => bar.stop(),
  };
}
