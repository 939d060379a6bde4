import { setTimeout } from 'node:timers/promises';
import type { Host } from '../host.ts';
import { paint } from '../output/paint.ts';

const readingPauseMs = 350;

/** Tells the story: headings, a few words, the commands as typed and what they printed. */
export class Narrator {
  readonly #host: Host;
  #scene = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Begins the next scene. A person gets a moment to read; a pipe does not need one. */
  async scene(title: string, ...words: readonly string[]): Promise<void> {
    if (this.#scene > 0 && this.#host.output.isTerminal) await setTimeout(readingPauseMs, undefined, { signal: this.#host.signal });
    this.#scene += 1;
    await this.#host.output.write(`\n${paint(this.#host.output, 'bold', `${this.#scene}. ${title}`)}\n`);
    await this.say(...words);
  }

  /** A few words between the commands. */
  async say(...words: readonly string[]): Promise<void> {
    await this.#host.output.write(words.map((line) => `${line}\n`).join(''));
  }

  /** A command as the person would type it. @param inputFile - what is piped into it */
  async command(words: readonly string[], inputFile: string | null = null): Promise<void> {
    const typed = `${inputFile === null ? '' : `cat ${inputFile} | `}keyrack ${words.map(quoted).join(' ')}`;
    await this.#host.output.write(`\n  ${paint(this.#host.output, 'cyan', `$ ${typed}`)}\n`);
  }

  /** What a command printed, set in. */
  async output(text: string): Promise<void> {
    await this.#host.output.write(text.replaceAll(/^(?=.)/gm, '  '));
  }
}

function quoted(word: string): string {
  return /^[\w./:=@,-]+$/.test(word) ? word : `"${word}"`;
}
