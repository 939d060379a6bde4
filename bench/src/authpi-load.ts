/**
 * What the AuthPI client costs before its first call, beside a program without it: the import by itself, and the check of a small program's
 * types. The number of resources must not be felt: `npm run build && node --conditions=@keyrack/source bench/src/authpi-load.ts`
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const rounds = 15;
const use = `import { AuthPIClient } from '@keyrack/authpi';
const authpi = new AuthPIClient({ apiKey: { id: 'key_1', secret: 's' } });
export const user = await authpi.issuer('i').user('u').get();
export const call = await authpi.prepare.apiKeys.create({ name: 'a', restrictions: {} });
`;
const programs = {
  nothing: 'export {};\n',
  outline: "import { OutlineClient } from '@keyrack/outline';\nexport { OutlineClient };\n",
  authpi: use,
};

async function measured(act: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await act();
  return performance.now() - startMs;
}

/** Medians of alternating rounds, by name. */
async function medians(works: Readonly<Record<string, () => Promise<unknown>>>): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const [name, act] of Object.entries(works)) times.set(name, [...(times.get(name) ?? []), await measured(act)]);
  return new Map(Array.from(times, ([name, taken]) => [name, taken.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0]));
}

const importing = (name: string) => () =>
  run(process.execPath, ['--input-type=module', '--eval', name === 'nothing' ? '' : `import '@keyrack/${name}'`], { cwd: root });
const folder = mkdtempSync(join(tmpdir(), 'keyrack-load-'));
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
const options = { target: 'es2024', module: 'nodenext', strict: true, noEmit: true, types: ['node'], skipLibCheck: true };
const checking = (name: keyof typeof programs) => {
  const place = join(folder, name);
  mkdirSync(place);
  writeFileSync(join(place, 'program.mts'), programs[name]);
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['program.mts'] }));
  return () => run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', place]);
};

const imports = await medians({ nothing: importing('nothing'), outline: importing('outline'), authpi: importing('authpi') });
const checks = await medians({ nothing: checking('nothing'), outline: checking('outline'), authpi: checking('authpi') });
process.stdout.write('| program | Node, ms | type check, ms |\n|---|---|---|\n');
for (const [name, ms] of imports) process.stdout.write(`| ${name} | ${ms.toFixed(0)} | ${(checks.get(name) ?? 0).toFixed(0)} |\n`);
rmSync(folder, { recursive: true });
