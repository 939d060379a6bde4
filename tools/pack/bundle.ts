import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { build, transform } from 'esbuild';

const target = 'node22.19';

/**
 * Bundles the command line with everything it needs into `folder`: the launcher `keyrack.cjs`, the entry `main.cjs`, and one file for
 * each part that the sources import lazily, so that a command loads only what it uses.
 *
 * CommonJS starts some ten milliseconds faster than ES modules, but the bundler splits only the latter: so it splits first, and each file is
 * translated by itself afterwards.
 */
export async function bundleCommandLine(root: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: { main: join(root, 'apps/cli/src/main.ts') },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    chunkNames: 'part-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target,
    conditions: ['@keyrack/source'],
    plugins: [withoutSubprograms],
    logLevel: 'warning',
    legalComments: 'none',
  });
  for (const name of await readdir(folder)) await translate(join(folder, name));
  await writeFile(join(folder, 'keyrack.cjs'), await readFile(join(import.meta.dirname, 'launcher.cjs'), 'utf8'), { mode: 0o755 });
}

/** Commander can start other programs as commands. Ours has none of these, and what starts programs is slow to load. */
const withoutSubprograms: Plugin = {
  name: 'without-subprograms',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/node_modules/commander/') ? { path: 'absent', namespace: 'absent' } : undefined,
    );
    onLoad({ filter: /^absent$/, namespace: 'absent' }, () => ({ contents: 'export default {};' }));
  },
};

async function translate(file: string): Promise<void> {
  const { code } = await transform(await readFile(file, 'utf8'), {
    format: 'cjs',
    platform: 'node',
    target,
    minify: true,
    supported: { 'dynamic-import': false }, // lazy parts are required, too: they are files of this folder
  });
  await writeFile(file, code);
}
