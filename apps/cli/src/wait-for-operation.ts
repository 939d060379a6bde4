import type { Rack } from '@keyrack/runtime';
import type { Host } from './host.ts';
import { showProgress } from './output/progress.ts';
import { printable } from './output/printable.ts';
import type { ResumeResult } from './records/resume-record.ts';

/** How often progress is shown, and Ctrl-C looked for. */
const sliceMs = 1_000;

/**
 * Sleeps until an operation may go on and takes it up again, as often as it needs: until it has ended, is stuck and needs a
 * person, or the person has waited long enough.
 */
export async function waitForOperation(host: Host, rack: Rack, result: ResumeResult): Promise<ResumeResult> {
  let latest = result;
  for (;;) {
    const { state, waitUntilMs, reason, id } = latest.operation;
    if (state !== 'waiting' || waitUntilMs === null) return latest;
    await host.errors.write(`Waiting until ${new Date(waitUntilMs).toISOString()}: ${printable(reason ?? 'it is not over yet')}.\n`);
    await sleepUntil(host, waitUntilMs);
    if (host.signal.aborted) return latest;
    latest = await rack.operations.resume(id, { signal: host.signal });
  }
}

async function sleepUntil(host: Host, instantMs: number): Promise<void> {
  const beganMs = host.nowMs();
  const progress = await showProgress(host, 'Waiting', Math.ceil((instantMs - beganMs) / sliceMs));
  try {
    for (let leftMs = instantMs - beganMs; leftMs > 0; leftMs = instantMs - host.nowMs()) {
      progress.update(Math.floor((host.nowMs() - beganMs) / sliceMs), 'seconds');
      await host.sleep(Math.min(leftMs, sliceMs));
      if (host.signal.aborted) return;
    }
  } finally {
    progress.stop();
  }
}
