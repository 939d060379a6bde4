import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';

const here = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'keyrack-authpi-documents-'));
symlinkSync(join(here, '../../node_modules'), join(folder, 'node_modules'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the recipes say that is there already. */
const prelude = `
import * as sdk from '@keyrack/authpi';
import { startAuthPIEmulator } from '@keyrack/emulators';
const { AuthPIClient, PreconditionFailedError, Secret, ValidationError, isGenuineDelivery } = sdk;
type Secret = sdk.Secret;
const emulator = await startAuthPIEmulator();
const authpi = new AuthPIClient({ baseUrl: emulator.url, apiKey: { id: emulator.keyId, secret: emulator.keySecret } });
const { id: issuerId } = await authpi.issuers.create({ name: 'Main', settings: { access: {} } });
`;
const ending = `
export const statuses = emulator.accessLog.entries().map(({ status }) => status);
await authpi.close();
await emulator.close();
`;

interface Example {
  readonly title: string;
  readonly code: string;
}

/** The TypeScript of a document, each block under the heading that it follows. */
function examplesOf(file: string): readonly Example[] {
  const parts = readFileSync(join(here, file), 'utf8').split(/^#+ (?=\S)/m);
  return parts.flatMap((part) => {
    const [title = ''] = part.split('\n', 1);
    return Array.from(part.matchAll(/^```ts\n([\s\S]*?)^```$/gm), ([, code = '']) => ({ title, code }));
  });
}

/** Runs an example, and gives what it exports and what it printed. */
async function run(name: string, code: string): Promise<{ readonly exported: object; readonly printed: number }> {
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, code);
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    const exported = (await import(/* @vite-ignore */ file)) as object; // a module, whatever is in it
    return { exported, printed: log.mock.calls.length };
  } finally {
    log.mockRestore();
  }
}

describe('every example runs as it stands', () => {
  test.each(examplesOf('README.md').map(({ code }, index) => [index, code] as const))('in the README, %d', async (index, code) => {
    expect((await run(`readme-${index}`, code)).printed).toBeGreaterThan(1);
  });

  test('there are recipes for the common tasks', () => {
    expect(examplesOf('docs/recipes.md').length).toBeGreaterThanOrEqual(10);
  });

  const recipes = examplesOf('docs/recipes.md').map(({ title, code }, index) => [title, index, code] as const);
  test.each(recipes)('%s', async (_, index, code) => {
    const { exported } = await run(`recipe-${index}`, `${prelude}${code}${ending}`);
    const statuses = Reflect.get(exported, 'statuses') as readonly number[]; // exported by the ending
    expect(statuses.length).toBeGreaterThan(2);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
  });
});
