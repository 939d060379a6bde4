import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';
import { build } from 'rolldown';

/**
 * Bundles the command line with everything it needs into `folder`: the launcher `keyrack.cjs`, the entry `main.cjs`, and one file for
 * each part that the sources import lazily, so that a command loads only what it uses. CommonJS, since it starts some ten milliseconds
 * faster than ES modules.
 */
export async function bundleCommandLine(root: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build({
    input: { main: join(root, 'apps/cli/src/main.ts') },
    platform: 'node',
    resolve: { conditionNames: ['@keyrack/source', 'node'] },
    transform: { target: 'node22.19' },
    plugins: [withoutSubprograms],
    logLevel: 'warn',
    output: {
      dir: folder,
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name]-[hash].cjs',
      minify: true,
      comments: { legal: false },
    },
  });
  await writeFile(join(folder, 'keyrack.cjs'), await readFile(join(import.meta.dirname, 'launcher.cjs'), 'utf8'), { mode: 0o755 });
}

/** Commander can start other programs as commands. Ours has none of these, and what starts programs is slow to load. */
const withoutSubprograms: Plugin = {
  name: 'without-subprograms',
  resolveId: (id, importer) =>
    id === 'node:child_process' && importer !== undefined && /[\\/]commander[\\/]/.test(importer) ? 'absent' : undefined,
  load: (id) => (id === 'absent' ? 'export default {};' : undefined),
};
