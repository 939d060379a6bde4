import { glob, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'rolldown';
import type { Workspace } from '../check/workspace.ts';

/**
 * Puts a library that was laid out for packing into one file for each of its entries, besides parts that are shared or loaded when they are
 * needed: a process that imports it starts in four fifths of the time that a file for each source takes. Types stay as the compiler made them.
 */
export async function bundleLibrary(root: string, { folder, manifest }: Workspace, stage: string): Promise<void> {
  const exported = Object.values(manifest.exports ?? {}) as readonly { readonly '@keyrack/source': string }[]; // every package has this form
  const packages = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const sources = exported.map((entry) => entry['@keyrack/source']);
  for await (const compiled of glob('dist/**/*.js{,.map}', { cwd: stage })) await rm(join(stage, compiled));
  await build({
    cwd: join(root, folder),
    input: Object.fromEntries(sources.map((source) => [/^\.\/src\/(.*)\.ts$/.exec(source)?.[1] ?? source, source])),
    external: (id) => packages.some((name) => id === name || id.startsWith(`${name}/`)),
    platform: 'node',
    transform: { target: 'es2024' },
    logLevel: 'warn',
    output: {
      dir: join(stage, 'dist'),
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'part-[hash].js',
      hashCharacters: 'hex',
      keepNames: true, // errors are recognised by the names of their classes, also across copies of a package
      sourcemap: true,
      comments: { legal: false },
    },
  });
}
