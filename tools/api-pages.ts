/**
 * Writes a client's API page from the doc comments of its sources: `node --conditions=@keyrack/source tools/api-pages.ts`.
 * The compiler of this repository has no interface for programs, and the sources are formatted, so their text is read as it is.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A declaration with the doc comment in front of it. */
interface Documented {
  readonly name: string;
  readonly signature: string;
  readonly text: string;
  readonly tags: readonly { readonly name: string; readonly text: string }[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const documented = /^(?<indent> *)\/\*\*(?<comment>(?:[^*]|\*(?!\/))*)\*\/\n(?<code>(?:.*\n)*?.*?(?:[{;]|=>))$/gm;

/** The whole page, for sources in this folder. */
export function renderApiPage(folder: string, title: string): string {
  const index = readFileSync(join(folder, 'index.ts'), 'utf8');
  const exports = [...index.matchAll(/export (?:type )?\{(?<names>[^}]*)\} from '\.\/(?<file>[^']+)'/g)].flatMap(({ groups }) =>
    (groups?.['names'] ?? '').split(',').map((name) => ({ name: name.trim(), file: groups?.['file'] ?? '' })),
  );
  const parts = exports
    .filter(({ name }) => name !== '')
    .map(({ name, file }) => ({ name, source: readFileSync(join(folder, file), 'utf8') }));
  const symbols = parts
    .map(({ name, source }) => ({ declaration: declarationOf(source, name), members: membersOf(source, name) }))
    .toSorted((one, other) => (one.declaration.name < other.declaration.name ? -1 : 1));
  return [
    `# ${title}: API`,
    '',
    'Made from the doc comments of the sources by `tools/api-pages.ts`; a test keeps it in step. Everything that is exported is here, but for what',
    'comes from the packages below: `Secret`, and the errors and options of `@keyrack/http`.',
    '',
    '## Calls and their endpoints',
    '',
    '| call | endpoint | gives | throws |',
    '|---|---|---|---|',
    ...symbols.flatMap(({ declaration, members }) => members.flatMap((member) => endpointRow(declaration.name, member))),
    '',
    'Every call can also throw what any call can: `ConnectionError`, `TimeoutError`, `PinMismatchError`, `ResponseShapeError`, `AbortedError`,',
    '`ClosedClientError` and `ApiStatusError`, all of them `HttpError`.',
    '',
    ...symbols.flatMap(({ declaration, members }) => section(declaration, members)),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function declarationOf(source: string, name: string): Documented {
  const form = new RegExp(`^export (?:abstract |async )?(?:class|interface|type|function\\*?|async function\\*|const) ${name}\\b`);
  const found = all(source, '').find(({ signature }) => form.test(signature));
  if (found === undefined) throw new Error(`${name} has no doc comment`);
  return { ...found, name };
}

/** What is public in a class, and what an interface holds. */
function membersOf(source: string, name: string): readonly Documented[] {
  const start = new RegExp(`^export (?:class|interface) ${name}\\b.*$`, 'm').exec(source);
  if (start === null) return [];
  const body = source.slice(start.index + start[0].length, source.indexOf('\n}\n', start.index));
  return all(body, '  ').filter(({ signature }) => !/^(?:#|private |constructor|override )/.test(signature));
}

function all(source: string, indent: string): readonly Documented[] {
  return [...source.matchAll(documented)].flatMap(({ 0: whole, groups, index }) => {
    if (groups?.['indent'] !== indent) return [];
    const lines = (groups['comment'] ?? '').split('\n').map((line) => line.replace(/^ *\* ?/, '').trimEnd());
    const [text = '', ...tags] = lines
      .join('\n')
      .trim()
      .split(/^@|(?<=\S) @(?=throws|default)/m);
    const first = (groups['code'] ?? '')
      .replaceAll(/\s+/g, ' ')
      .replace(/ ?(?:\{|;|=>)$/, '')
      .trim();
    // The first overload of a call gives the raw answer; the one that most callers mean follows.
    const next =
      source
        .slice(index + whole.length)
        .split('\n', 2)[1]
        ?.trim() ?? '';
    const signature = first.includes('RawCallOptions)') ? `${next.replace(/;$/, '')}\n${first}` : first;
    const name = /^(?:export )?(?:async )?(?:readonly |static |get )*(?:class |interface |type |const |function\*? )?\*?(?<name>\w+)/.exec(
      signature,
    )?.groups?.['name'];
    const parsed = tags.map((tag) => ({ name: /^\w+/.exec(tag)?.[0] ?? '', text: tag.replace(/^\w+\s*/, '').trim() }));
    return [{ name: name ?? '', signature, text: text.trim(), tags: parsed }];
  });
}

function endpointRow(owner: string, { name, text, signature, tags }: Documented): readonly string[] {
  const endpoint = /Source: (?<endpoint>.+)/.exec(text)?.groups?.['endpoint'];
  if (endpoint === undefined) return [];
  const throws = tags.filter((tag) => tag.name === 'throws').flatMap((tag) => /\{(?:@link )?(\w+)\}/.exec(tag.text)?.[1] ?? []);
  const shown = throws.filter((error) => error !== 'HttpError').map((error) => `\`${error}\``);
  return [`| \`${callName(owner, name)}\` | ${endpoint} | ${resultOf(signature)} | ${[...new Set(shown)].join(', ')} |`];
}

function callName(owner: string, name: string): string {
  const place: Readonly<Record<string, string>> = {
    ServerResource: 'server.',
    AccessKeysResource: 'accessKeys.',
    MetricsResource: 'metrics.',
  };
  return `${place[owner] ?? ''}${name}()`;
}

function resultOf(signature: string): string {
  const [typed = '', raw] = signature.split('\n');
  const result = `\`${typed.slice(typed.lastIndexOf('): ') + 3).replaceAll('|', '\\|')}\``;
  return raw === undefined ? result : `${result}; with \`raw: true\` the JSON as received`;
}

function section(declaration: Documented, members: readonly Documented[]): readonly string[] {
  const signature = declaration.signature.replace(/^export /, '');
  return [
    `## ${declaration.name}`,
    '',
    '```ts',
    signature,
    '```',
    '',
    ...describe(declaration),
    ...members.flatMap((member) => [
      `### ${declaration.name}.${member.name}`,
      '',
      '```ts',
      member.signature,
      '```',
      '',
      ...describe(member),
    ]),
  ];
}

function describe({ text, tags }: Documented): readonly string[] {
  const linked = (words: string): string => words.replaceAll(/\{@link ([^}]+)\}/g, '`$1`');
  const lines = tags.map(({ name, text: words }) => {
    if (name === 'example') return `\n\`\`\`ts\n${words}\n\`\`\``;
    return `- ${name}: ${linked(words)
      .replace(/^\{(\w+)\}/, '`$1`')
      .replaceAll('\n', ' ')}`;
  });
  return [linked(text), '', ...(lines.length === 0 ? [] : [...lines, ''])];
}

/** Every page that is made: where from, where to, and its title. */
export const apiPages = [
  { folder: join(root, 'clients/outline/src'), page: join(root, 'docs/outline/api.md'), title: '@keyrack/outline' },
] as const;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { folder, page, title } of apiPages) writeFileSync(page, renderApiPage(folder, title));
}
