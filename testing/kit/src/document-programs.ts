import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { format } from 'node:util';

/** A program in a document, under its heading. */
export interface DocumentProgram {
  readonly title: string;
  readonly source: string;
}

/** What a program finds around it. */
export interface ProgramSurroundings {
  /** Modules in the place of those that it imports by these names; others are loaded as they are. */
  readonly modules: Readonly<Record<string, unknown>>;
  /** What it sees as `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Every TypeScript program in a document. */
export function programsIn(document: URL): readonly DocumentProgram[] {
  const parts = [...readFileSync(document, 'utf8').matchAll(/^#{2,4} (?<title>.+)$|^```ts\n(?<source>[\s\S]*?)^```$/gm)];
  let title = '';
  return parts.flatMap(({ groups }) => {
    title = groups?.['title'] ?? title;
    return groups?.['source'] === undefined ? [] : [{ title, source: groups['source'] }];
  });
}

/** What a program says it prints, in lines that begin with `// prints: `. */
export function announcedOutput({ source }: DocumentProgram): string {
  return [...source.matchAll(/^\/\/ prints: (?<line>.*)$/gm)].map(({ groups }) => groups?.['line'] ?? '').join('\n');
}

/**
 * Runs a program as it stands; gives what it has printed. Its imports must name what they take, and its types must go away without a trace.
 *
 * @throws {Error} what the program throws, and for an import of another form.
 */
export async function runDocumentProgram(
  { title, source }: DocumentProgram,
  { modules, environment }: ProgramSurroundings,
): Promise<string> {
  const withoutTypes = stripTypeScriptTypes(source);
  const body = withoutTypes.replaceAll(/^import (\{[^}]*\}) from '([^']+)';?$/gm, (_, names: string, from: string) => {
    return `const ${names.replaceAll(' as ', ': ')} = await load('${from}');`;
  });
  if (/^import /m.test(body)) throw new Error(`${title}: an import is not of the form import { names } from 'module'`);
  const AsyncFunction = (async () => undefined).constructor as new (...words: string[]) => (...given: readonly unknown[]) => Promise<void>; // it has no name of its own
  const load = (name: string): unknown => modules[name] ?? import(name);
  const printed: string[] = [];
  const log = (...words: readonly unknown[]): void => void printed.push(format(...words));
  await new AsyncFunction('load', 'process', 'console', body)(load, { env: environment }, { log });
  return printed.join('\n');
}
