import type { OutlineEmulator } from '@keyrack/emulators';
import { startOutlineEmulator } from '@keyrack/emulators';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Finished, Running, Start } from './keyrack.ts';
import { keyrack, scratchFolder, startKeyrack } from './keyrack.ts';

/** A server, a data folder connected to it, and the program on both. */
export interface Scene {
  readonly server: OutlineEmulator;
  readonly home: string;
  /** A file with the line that the emulator prints. */
  readonly line: string;
  run(words: readonly string[], more?: Partial<Start>): Promise<Finished>;
  start(words: readonly string[], more?: Partial<Start>): Running;
  close(): Promise<void>;
}

/** Starts an Outline emulator and connects a fresh data folder to it as `vpn`. */
export async function connectedScene(): Promise<Scene> {
  const server = await startOutlineEmulator();
  const folder = scratchFolder();
  const home = join(folder.path, 'home');
  const line = join(folder.path, 'line.json');
  writeFileSync(line, JSON.stringify(server.readyLine));
  const scene: Scene = {
    server,
    home,
    line,
    run: (words, more) => keyrack(words, { home, ...more }),
    start: (words, more) => startKeyrack(words, { home, ...more }),
    async close() {
      await server.close();
      folder.remove();
    },
  };
  const added = await scene.run(['connection', 'add', 'outline', 'vpn', '--from-json', line]);
  if (added.code !== 0) throw new Error(`the scene cannot be set: ${added.stderr}`);
  return scene;
}

/** Waits until the server keeps a call back. */
export async function heldCall(server: OutlineEmulator): Promise<void> {
  while (server.faults.held.length === 0) await setTimeout(10);
}
