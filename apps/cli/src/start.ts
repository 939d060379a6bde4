import { listenForInterruption } from './interruption.ts';
import { processHost } from './process-host.ts';
import { run } from './run.ts';

/** Runs the command line that this process was started with, and leaves the exit code to it. */
export async function start(process: NodeJS.Process): Promise<void> {
  const interruption = listenForInterruption(process);
  const host = processHost(process, interruption.signal);
  try {
    process.exitCode = await run(host, process.argv.slice(2));
  } finally {
    interruption.stop();
  }
}
