import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EmulatedSystemName } from '@keyrack/emulators';

/** An emulator in a process of its own, so that what is measured does not share its processor time. */
export interface EmulatorProcess extends Disposable {
  /** What it says when it is ready; the fields differ between the systems. */
  readonly readyLine: Readonly<Record<string, string>>;
}

/** An Outline emulator in a process of its own. */
export interface OutlineEmulatorProcess extends EmulatorProcess {
  readonly url: string;
  readonly certSha256: string;
}

/** Starts one with so many keys. */
export async function startEmulatorProcess(seedKeys: number): Promise<OutlineEmulatorProcess> {
  const emulator = await startEmulatorProcessOf('outline', seedKeys);
  const { url = '', certSha256 = '' } = emulator.readyLine;
  return { ...emulator, url, certSha256 };
}

/** Starts one of any system with so many keys. */
export async function startEmulatorProcessOf(system: EmulatedSystemName, seedKeys: number): Promise<EmulatorProcess> {
  const execArgv = ['--conditions=@keyrack/source'];
  const child = fork(fileURLToPath(import.meta.url), ['serve', system, String(seedKeys)], { execArgv });
  const [readyLine] = (await once(child, 'message')) as [Readonly<Record<string, string>>]; // sent below
  return { readyLine, [Symbol.dispose]: () => void child.kill() };
}

const [, , work, system, seedKeys] = process.argv;
if (work === 'serve' && process.send && system !== undefined) {
  // Loaded here, so that the process that measures does not hold it.
  const { emulators } = await import('@keyrack/emulators');
  const emulator = await emulators[system as EmulatedSystemName].start({ seedKeys: Number(seedKeys) }); // as started above
  process.send(emulator.readyLine);
}
