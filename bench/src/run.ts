/** Takes all figures of a document, one program after the other: `npm run bench -- <name>`; without a name it says which there are. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The programs whose figures stand in a document, by its name, and what they are given. */
const documents: Readonly<Record<string, readonly (readonly [file: string, ...given: string[]])[]>> = {
  'command-line': [['cli-start.ts']],
  transport: [['http-transport.ts']],
  rack: [['issue-rate.ts'], ['sync-size.ts'], ['store.ts', '100000']],
  outline: [['outline-peers.ts'], ['outline-stream.ts']],
  litellm: [['litellm-peers.ts'], ['litellm-stream.ts']],
  vergeos: [['vergeos-peers.ts'], ['vergeos-stream.ts']],
  authpi: [['authpi-peers.ts'], ['authpi-load.ts']],
};

const [name = '', ...more] = process.argv.slice(2);
const programs = Object.hasOwn(documents, name) ? documents[name] : undefined;
if (programs === undefined || more.length > 0) {
  console.error(`Give one of: ${Object.keys(documents).join(', ')}`);
  process.exitCode = 2;
}
for (const [file, ...given] of programs ?? []) {
  process.stdout.write(`\n${[file, ...given].join(' ')}\n`);
  const { status } = spawnSync(process.execPath, [...process.execArgv, join(import.meta.dirname, file), ...given], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
