import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Our own sources; everything else is linked. */
const sources = [
  'contracts',
  'engine',
  'runtime',
  'secrets',
  'stores',
  'clients',
  'providers',
  'testing',
  'package.json',
  'tsconfig.base.json',
];
const unneeded = /\/(node_modules|dist|recordings)(\/|$)/;

/** Copies the sources to a folder, where they can be changed without anybody seeing it; what npm installed is linked. */
export function makePrivateCopy(root: string, folder: string): void {
  for (const name of sources) {
    const filter = (path: string): boolean => !unneeded.test(`/${relative(root, path)}`);
    cpSync(join(root, name), join(folder, name), { recursive: true, filter });
  }
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name === '@keyrack' || name === '.cache') continue;
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  // Links between our packages are relative: copied as they are, they lead to the copies.
  cpSync(join(root, 'node_modules/@keyrack'), join(folder, 'node_modules/@keyrack'), { recursive: true, verbatimSymlinks: true });
}
