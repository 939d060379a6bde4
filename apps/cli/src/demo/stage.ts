import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCode } from '../exit-code.ts';
import type { Host, TextOutput } from '../host.ts';
import type { Narrator } from './narrator.ts';
import type { DemoServers } from './servers.ts';

/** Where the demo plays: a data folder of its own, local servers, and the program's own commands on both. */
export interface Stage {
  readonly context: Context;
  readonly narrator: Narrator;
  /** The demo's data folder; never the one of the person who watches. */
  readonly home: string;
  readonly servers: DemoServers;
  /**
   * Runs a command before the eyes of the watcher, as if it had been typed.
   * @returns what it printed on standard output, without white space around
   * @throws {Error} when it ends otherwise than the story says
   */
  type(words: readonly string[], scene?: Typing): Promise<string>;
  /** Stops the servers and removes the folder. */
  close(): Promise<void>;
}

/** How a command is typed, and how it ends. */
interface Typing {
  /** What is piped into it. */
  readonly input?: string;
  /** The file it seems to come from. @default 'line.json' */
  readonly inputFile?: string;
  /** @default done */
  readonly ending?: ExitCode;
}

/** Builds the stage. @throws when a server cannot be started or no folder can be made */
export async function buildStage(context: Context, narrator: Narrator): Promise<Stage> {
  const { startServers } = await import('./servers.ts');
  const servers = await startServers();
  const home = await mkdtemp(join(tmpdir(), 'keyrack-demo-'));
  return {
    context,
    narrator,
    home,
    servers,
    async type(words, { input, inputFile = 'line.json', ending = exitCode.done } = {}) {
      context.host.signal.throwIfAborted();
      await narrator.command(words, input === undefined ? null : inputFile);
      const printed: string[] = [];
      const code = await context.run(demoHost(context.host, { home, narrator, input, printed }), words);
      context.host.signal.throwIfAborted();
      // A demo that shows something else than it says is worse than none.
      if (code !== ending) throw new Error(`the demo went wrong: "keyrack ${words.join(' ')}" ended with ${code}, not ${ending}`);
      return printed.join('').trim();
    },
    async close() {
      await servers.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

const indentation = 2;

/** Whatever KEYRACK_STORE names: the demo keeps what it does in its own folder. */
export const demoStore = 'sqlite';

interface Scenery {
  readonly home: string;
  readonly narrator: Narrator;
  readonly input: string | undefined;
  /** Collects what goes to standard output. */
  readonly printed: string[];
}

/** The same world, but with the demo's folder, the story's page to write on, and nobody to ask. */
function demoHost(host: Host, { home, narrator, input, printed }: Scenery): Host {
  const page: TextOutput = { ...host.output, columns: host.output.columns - indentation, write: (text) => narrator.output(text) };
  const output: TextOutput = {
    ...page,
    write: (text) => {
      printed.push(text);
      return page.write(text);
    },
  };
  return {
    ...host,
    output,
    errors: { ...page, isTerminal: false },
    input: { isTerminal: false, readAll: async () => input ?? '' },
    openRack: ({ mustExist }) => host.openRack({ home, store: demoStore, auditFile: 'none', mustExist }),
  };
}
