// `npm run pack [-- <folder> [<package>...]]`: builds what is published and packs it into tarballs, by default all of it into `packed`.
import { join, resolve } from 'node:path';
import { packPackages } from './pack/packages.ts';

const [folder = 'packed', ...names] = process.argv.slice(2);
const tarballs = await packPackages({ root: join(import.meta.dirname, '..'), folder: resolve(folder), names });
for (const tarball of tarballs) console.log(tarball);
