import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** An Outline emulator in a process of its own, so that what is measured does not share its processor time. */
export interface EmulatorProcess extends Disposable {
  readonly url: string;
  readonly certSha256: string;
}

/** Starts one with so many keys. */
export async function startEmulatorProcess(seedKeys: number): Promise<EmulatorProcess> {
  const child = fork(fileURLToPath(import.meta.url), ['serve', String(seedKeys)], { execArgv: ['--conditions=@keyrack/source'] });
  const [line] = (await once(child, 'message')) as [{ url: string; certSha256: string }]; // sent below
  return { ...line, [Symbol.dispose]: () => void child.kill() };
}

if (process.argv[2] === 'serve' && process.send) {
  // Loaded here, so that the process that measures does not hold it.
  const { startOutlineEmulator } = await import('@keyrack/emulators');
  const outline = await startOutlineEmulator({ seedKeys: Number(process.argv[3]) });
  process.send(outline.readyLine);
}
