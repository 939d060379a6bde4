import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { StubbedSystem } from './peer-race.ts';

const root = join(import.meta.dirname, '../..');

/** A folder from which a program imports a client and undici as their users do. */
export interface ClientFolder extends Disposable {
  readonly folder: string;
}

/** Packs a client as it is published and unpacks it into a folder of its own, with what it needs. */
export function packClient(system: StubbedSystem): ClientFolder {
  const folder = mkdtempSync(join(tmpdir(), 'keyrack-bench-'));
  const names = ['@keyrack/secret', '@keyrack/http', `@keyrack/${system}`];
  const pack = ['--conditions=@keyrack/source', join(root, 'tools/pack.ts'), join(folder, 'packed'), ...names];
  execFileSync(process.execPath, pack, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  for (const name of names) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    const tarball = readdirSync(join(folder, 'packed')).find((file) => file.startsWith(name.slice(1).replace('/', '-'))) ?? '';
    execFileSync('tar', ['-xzf', join(folder, 'packed', tarball), '-C', place, '--strip-components=1']);
    const { dependencies = {} } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as { dependencies?: object }; // our own format
    for (const other of Object.keys(dependencies)) if (!other.startsWith('@keyrack/')) link(folder, other);
  }
  link(folder, 'undici');
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

function link(folder: string, name: string): void {
  const place = join(folder, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  rmSync(place, { force: true });
  symlinkSync(join(root, 'node_modules', name), place);
}
