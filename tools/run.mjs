// The first program of every `npm start`, `npm test`, `npm run check` and `npm run keyrack`: it brings what the task needs
// and then becomes it. It runs on whatever Node the machine has, so these files stay plain JavaScript without dependencies.
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endLike, runChild } from './run/child.mjs';
import { ensureInstalled } from './run/install.mjs';
import { linkPinnedNode, suitableNode } from './run/node.mjs';
import { Refusal } from './run/refusal.mjs';
import { findTask } from './run/tasks.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

try {
  const [name = '', ...rest] = process.argv.slice(2);
  const task = findTask(name, rest, process.env);
  const node = await suitableNode(root, process, (directory) => ensureInstalled(root, directory, process.execPath));
  process.env.PATH = dirname(node) + delimiter + (process.env.PATH ?? '');
  await ensureInstalled(root, '.', node);
  linkPinnedNode(root, node);
  const script = join(root, task.script);
  if (!existsSync(script)) throw new Refusal(`${task.script} is missing from this checkout`);
  endLike(await runChild(node, [...task.nodeFlags, script, ...task.arguments], { cwd: task.directory ?? root, stdio: 'inherit' }));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(`keyrack: ${error.message}`);
  endLike(error.ending);
}
