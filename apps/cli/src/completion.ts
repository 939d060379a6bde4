import type { Argument, Complete, RootCommand } from '@bomb.sh/tab';
import type { Rack } from '@keyrack/runtime';
import type { Command } from 'commander';
import { connectionNames } from './connection-names.ts';
import { readRack } from './context.ts';
import type { Host } from './host.ts';

const mostSuggestions = 200;

/** A word to complete with, and what it means. */
type Suggestion = readonly [word: string, meaning: string];

/** Prints the script that asks {@link offerCompletions} on every Tab. The library writes to standard output itself. */
export async function printCompletionScript(shell: 'bash' | 'zsh' | 'fish'): Promise<void> {
  const { script } = await import('@bomb.sh/tab');
  script(shell, 'keyrack', 'keyrack');
}

/**
 * Prepares the answer to a shell's `keyrack complete -- <words>`: the tree of commands, and for the command in question the
 * names that the rack knows.
 */
export async function offerCompletions(program: Command, host: Host, words: readonly string[]): Promise<void> {
  const { default: describeTree } = await import('@bomb.sh/tab/commander');
  const tree = describeTree(program);
  tree.commands.delete('complete');
  // The protocol has one line for each word.
  for (const described of tree.commands.values()) described.description = described.description.split('\n')[0] ?? '';
  const typed = words.slice(words.indexOf('--') + 1).filter((word) => !word.startsWith('-'));
  const command = mostSpecific(tree, typed);
  for (const argument of command?.arguments.values() ?? []) {
    const suggestions = await suggestionsFor(argument, host);
    if (suggestions.length > 0)
      argument.handler = (complete: Complete) => suggestions.forEach(([word, meaning]) => complete(word, meaning));
  }
}

function mostSpecific({ commands }: RootCommand, typed: readonly string[]): ReturnType<RootCommand['commands']['get']> {
  return commands.get(typed.slice(0, 2).join(' ')) ?? commands.get(typed[0] ?? '');
}

async function suggestionsFor({ name, command }: Argument, host: Host): Promise<readonly Suggestion[]> {
  try {
    if (name === 'provider') return (await host.providerKinds()).map(({ kind, displayName }) => [kind, displayName]);
    const source = sources[name === 'name' && command.value !== 'connection add' ? 'connection' : name];
    return source ? await readRack({ host, home: undefined, store: undefined, auditFile: undefined }, source) : [];
  } catch {
    return []; // a shell that waits for Tab has no place for an error
  }
}

const sources: Readonly<Record<string, (rack: Rack) => Promise<readonly Suggestion[]>>> = {
  async connection({ connections }) {
    return (await connections.list()).map(({ name, provider }) => [name, provider]);
  },
  async key(rack) {
    const nameOf = await connectionNames(rack);
    const { items } = await rack.keys.list({ states: ['pending', 'active', 'suspended'] }, { limit: mostSuggestions });
    return items.map(({ key }) => [key.name === '' ? key.id : `${nameOf(key.connectionId)}/${key.name}`, key.ownerId ?? key.state]);
  },
  async owner({ owners }) {
    const { items } = await owners.list({ limit: mostSuggestions });
    return items.map(({ id, displayName, kind }) => [id, displayName ?? kind]);
  },
  async operation({ operations }) {
    const { items } = await operations.list({ states: ['running', 'waiting', 'stuck'] }, { limit: mostSuggestions });
    return items.map(({ id, kind, state }) => [id, `${kind}, ${state}`]);
  },
};
