import type { OutlineEmulator } from '@keyrack/emulators';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCode } from '../exit-code.ts';
import type { Host, TextOutput } from '../host.ts';
import type { Narrator } from './narrator.ts';

/** Where the demo plays: a data folder of its own, a local server, and the program's own commands on both. */
export interface Stage {
  readonly context: Context;
  readonly narrator: Narrator;
  /** The demo's data folder; never the one of the person who watches. */
  readonly home: string;
  readonly server: OutlineEmulator;
  /** Runs a command before the eyes of the watcher, as if it had been typed. @throws {Error} when it ends otherwise than the story says */
  type(words: readonly string[], scene?: Typing): Promise<void>;
  /** Stops the server and removes the folder. */
  close(): Promise<void>;
}

/** How a command is typed, and how it ends. */
interface Typing {
  /** What is piped into it. */
  readonly input?: string;
  /** @default done */
  readonly ending?: ExitCode;
}

/** Builds the stage. @throws when the server cannot be started or no folder can be made */
export async function buildStage(context: Context, narrator: Narrator): Promise<Stage> {
  const { startOutlineEmulator } = await import('@keyrack/emulators');
  const server = await startOutlineEmulator();
  const home = await mkdtemp(join(tmpdir(), 'keyrack-demo-'));
  return {
    context,
    narrator,
    home,
    server,
    async type(words, { input, ending = exitCode.done } = {}) {
      context.host.signal.throwIfAborted();
      await narrator.command(words, input !== undefined);
      const code = await context.run(demoHost(context.host, { home, narrator, input }), words);
      context.host.signal.throwIfAborted();
      // A demo that shows something else than it says is worse than none.
      if (code !== ending) throw new Error(`the demo went wrong: "keyrack ${words.join(' ')}" ended with ${code}, not ${ending}`);
    },
    async close() {
      await server.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

const indentation = 2;

interface Scenery {
  readonly home: string;
  readonly narrator: Narrator;
  readonly input: string | undefined;
}

/** The same world, but with the demo's folder, the story's page to write on, and nobody to ask. */
function demoHost(host: Host, { home, narrator, input }: Scenery): Host {
  const page: TextOutput = { ...host.output, columns: host.output.columns - indentation, write: (text) => narrator.output(text) };
  return {
    ...host,
    output: page,
    errors: { ...page, isTerminal: false },
    input: { isTerminal: false, readAll: async () => input ?? '' },
    openRack: ({ mustExist }) => host.openRack({ home, mustExist }),
  };
}
