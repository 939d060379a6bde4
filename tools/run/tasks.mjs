import { Refusal } from './refusal.mjs';

const sources = ['--conditions=@keyrack/source', '--disable-warning=ExperimentalWarning'];

/**
 * What each `npm run` word starts: a script of this repository, and the arguments it gets before the caller's own.
 * @type {Readonly<Record<string, { script: string, first: readonly string[] }>>}
 */
const tasks = {
  start: { script: 'apps/cli/src/main.ts', first: ['demo'] },
  keyrack: { script: 'apps/cli/src/main.ts', first: [] },
  test: { script: 'tools/check.ts', first: ['--with-sockets'] },
  check: { script: 'tools/check.ts', first: [] },
  format: { script: 'node_modules/oxfmt/bin/oxfmt', first: [] },
  build: { script: 'node_modules/typescript/bin/tsc', first: ['-b', 'tsconfig.build.json'] },
  pack: { script: 'tools/pack.ts', first: [] },
  capabilities: { script: 'tools/capabilities.ts', first: [] },
  bench: { script: 'bench/src/run.ts', first: [] },
  'kill-matrix': { script: 'testing/system/src/kill/matrix.ts', first: [] },
  'mutation-check': { script: 'testing/system/src/mutation/mutation-check.ts', first: [] },
  'real-litellm': { script: 'testing/real/litellm/src/main.ts', first: [] },
};

/**
 * Looks a task up. The command line runs where the caller stands, so that relative paths in its arguments mean what they
 * say; npm has moved to the repository's root by then and tells the place in INIT_CWD, but only an npm that started this
 * very task is believed: the variable is inherited by everything below.
 *
 * @param {string} name
 * @param {readonly string[]} rest the caller's own arguments, passed on as they are
 * @param {NodeJS.ProcessEnv} environment
 * @throws {Refusal} for a word that is no task
 */
export function findTask(name, rest, environment) {
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (task === undefined) throw new Refusal(`there is no task "${name}"; there are: ${Object.keys(tasks).join(', ')}`);
  const place = environment.npm_lifecycle_event === name ? environment.INIT_CWD : process.cwd();
  return {
    script: task.script,
    nodeFlags: sources,
    arguments: [...task.first, ...rest],
    directory: name === 'keyrack' ? place : undefined,
  };
}
