import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { fakeHost } from '../test/support/fake-host.ts';
import { exitCode } from './exit-code.ts';
import { Invocation } from './invocation.ts';
import { buildProgram } from './program.ts';

/** Why a command has no `--output`. Every other one has. */
const printsNoData: Readonly<Record<string, string>> = {
  demo: 'plays other commands',
  completion: 'prints a script',
  'audit export': 'its formats are those of other programs: --format',
  'audit checkpoint': 'prints a signed note, which has a format of its own',
  'audit public-key': 'prints one line, the key',
};

/** Why a command has no `--dry-run`. Every other one has. */
const changesNothing: Readonly<Record<string, string>> = {
  demo: 'in a folder and on systems of its own',
  'connection list': 'looks',
  'connection show': 'looks',
  'connection check': 'looks',
  sync: 'only what Keyrack knows of the systems',
  list: 'looks',
  show: 'looks',
  reveal: 'only the trail of events',
  'owner list': 'looks',
  'owner show': 'looks',
  whose: 'looks',
  'operations list': 'looks',
  'operations show': 'looks',
  'audit list': 'looks',
  'audit verify': 'looks',
  'audit export': 'looks',
  'audit public-key': 'looks',
  work: 'what it would do is shown by operations resume --all --dry-run',
  backup: 'a new file, and the trail of events',
  emulate: 'a system of its own',
  doctor: 'looks',
  completion: 'looks',
};

/** Every command that does something, by the words that one types. */
function everyCommand(): ReadonlyMap<string, Command> {
  const found = new Map<string, Command>();
  const walk = (command: Command, words: readonly string[]): void => {
    if (command.commands.length === 0) found.set(words.join(' '), command);
    for (const child of command.commands) walk(child, [...words, child.name()]);
  };
  walk(
    buildProgram(new Invocation(fakeHost(), async () => exitCode.done), [], () => {}),
    [],
  );
  return found;
}

/** The commands that lack an option. */
function without(option: string): readonly string[] {
  return [...everyCommand()].flatMap(([words, { options }]) => (options.some(({ long }) => long === option) ? [] : [words]));
}

test('everything that prints data knows --output', () => {
  expect(without('--output').toSorted()).toEqual(Object.keys(printsNoData).toSorted());
});

test('everything that changes something knows --dry-run', () => {
  expect(without('--dry-run').toSorted()).toEqual(Object.keys(changesNothing).toSorted());
});

test('whatever may change several keys can be agreed to by scripts', () => {
  const changing = [...everyCommand()].filter(
    ([words, { registeredArguments }]) => !(words in changesNothing) && registeredArguments[0]?.name() === 'key',
  );
  const several = changing.filter(([, { registeredArguments }]) => registeredArguments[0]?.variadic);
  expect(several.map(([words]) => words)).toEqual(['rotate', 'suspend', 'resume', 'revoke', 'adopt']);
  for (const [words] of several) expect(without('--yes')).not.toContain(words);
});

test('every command says what it does, in a few words and in full', () => {
  for (const [words, command] of everyCommand())
    expect({ words, says: [command.summary(), command.description()].map((text) => text !== '') }).toEqual({ words, says: [true, true] });
});
