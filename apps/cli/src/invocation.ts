import type { Command } from 'commander';
import type { GlobalOptions, Handler, RunCommand } from './context.ts';
import type { ExitCode } from './exit-code.ts';
import { exitCode } from './exit-code.ts';
import type { Host } from './host.ts';

/** One run of the program: what its commands work with, and the exit code that the one that ran gave. */
export class Invocation {
  readonly host: Host;
  readonly #run: RunCommand;
  #exitCode: ExitCode = exitCode.done;

  /** @param run - runs another command line, for commands that play others */
  constructor(host: Host, run: RunCommand) {
    this.host = host;
    this.#run = run;
  }

  /** What the command that ran gave; `done` before any did. */
  get exitCode(): ExitCode {
    return this.#exitCode;
  }

  /**
   * Makes a handler out of what Commander calls: operands, own options, command.
   * `Options` and `Operands` must be what the command declares; Commander has checked them by then.
   */
  handle<Options, Operands extends readonly unknown[] = []>(handler: Handler<Options, Operands>): (...given: unknown[]) => Promise<void> {
    return async (...given) => {
      const command = given.at(-1) as Command; // Commander's last argument
      const options = command.optsWithGlobals<Options & GlobalOptions>();
      const operands = given.slice(0, -2) as unknown as Operands; // as declared
      const { home, store, auditFile } = options;
      this.#exitCode = await handler({ host: this.host, home, store, auditFile, run: this.#run }, options, operands);
    };
  }
}
