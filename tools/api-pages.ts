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
const documented = /^(?<indent> *)\/\*\*(?<comment>(?:[^*]|\*(?!\/))*)\*\/\n(?<code>(?:.*\n)*?.*?(?:[{;]|=>|\{\}))$/gm;

/** One page: where from, where to, and what is on it. */
export interface ApiPage {
  /** The sources of a client; what is on the page is what their `index.ts` exports. */
  readonly folder: string;
  readonly page: string;
  readonly title: string;
  /** Exports of which files. @default all of them */
  readonly holds?: (file: string) => boolean;
  /** How the calls of a class are reached, by its name: `server.`; absent: by themselves. */
  readonly places: Readonly<Record<string, string>>;
  /** What every call can throw besides its own, in sentences. */
  readonly everyCall: readonly string[];
  /** Shows declarations with their members, where those have no comments of their own. @default false */
  readonly whole?: boolean;
}

/** The whole page. */
export function renderApiPage({ folder, title, holds = () => true, places, everyCall, whole = false }: ApiPage): string {
  const parts = exportsOf(folder, 'index.ts')
    .filter(({ name, file }) => name !== '' && holds(file))
    .map(({ name, file }) => ({ name, source: readFileSync(join(folder, file), 'utf8') }));
  const symbols = parts
    .map(({ name, source }) => ({
      declaration: whole ? withBody(declarationOf(source, name), source) : declarationOf(source, name),
      members: whole ? [] : membersOf(source, name),
    }))
    .toSorted((one, other) => (one.declaration.name < other.declaration.name ? -1 : 1));
  const calls = symbols.flatMap(({ declaration, members }) =>
    members.flatMap((member) => endpointRow(places[declaration.name] ?? '', member)),
  );
  const table = [
    '## Calls and their endpoints',
    '',
    '| call | endpoint | gives | throws |',
    '|---|---|---|---|',
    ...calls,
    '',
    ...everyCall,
    '',
  ];
  return [
    `# ${title}`,
    '',
    'Made from the doc comments of the sources by `tools/api-pages.ts`; a test keeps it in step. Everything that is exported is here, but for what',
    'comes from the packages below: `Secret`, and the errors, options and prepared calls of `@keyrack/http`.',
    '',
    ...(calls.length === 0 ? [] : table),
    ...symbols.flatMap(({ declaration, members }) => section(declaration, members)),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

/** Every exported name with the file that declares it, through files that only pass on what others export. */
function exportsOf(folder: string, file: string): readonly { readonly name: string; readonly file: string }[] {
  const text = readFileSync(join(folder, file), 'utf8');
  const named = [...text.matchAll(/export (?:type )?\{(?<names>[^}]*)\} from '\.\/(?<from>[^']+)'/g)].flatMap(({ groups }) =>
    (groups?.['names'] ?? '').split(',').map((name) => ({ name: name.trim(), file: groups?.['from'] ?? '' })),
  );
  const passedOn = [...text.matchAll(/export type \* from '\.\/(?<from>[^']+)'/g)];
  return [...named, ...passedOn.flatMap(({ groups }) => exportsOf(folder, groups?.['from'] ?? ''))];
}

/** A declaration as it stands in its file, to its end. */
function withBody(declaration: Documented, source: string): Documented {
  const start = new RegExp(`^export (?:interface|type) ${declaration.name}\\b`, 'm').exec(source)?.index ?? -1;
  const code = /^[^\n]*?\{\n[\s\S]*?^\}|^[\s\S]*?;$/m.exec(source.slice(start))?.[0] ?? declaration.signature;
  return { ...declaration, signature: code };
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
  if (start === null || start[0].endsWith('{}')) return [];
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
      .replace(/(?: =)? ?(?:\{|;|=>|\{\})$/, '')
      .trim();
    // The first overload of a call gives the raw answer; the one that most callers mean follows.
    const next = /^\s*(?<code>[^;]*);/.exec(source.slice(index + whole.length))?.groups?.['code']?.replaceAll(/\s+/g, ' ') ?? '';
    const signature = /RawCallOptions\b.*\): Promise<unknown>$|& Raw\)/.test(first) ? `${next}\n${first}` : first;
    const name = /^(?:export )?(?:async )?(?:readonly |static |get )*(?:class |interface |type |const |function\*? )?\*?(?<name>\w+)/.exec(
      signature,
    )?.groups?.['name'];
    const parsed = tags.map((tag) => ({ name: /^\w+/.exec(tag)?.[0] ?? '', text: tag.replace(/^\w+\s*/, '').trim() }));
    return [{ name: name ?? '', signature, text: text.trim(), tags: parsed }];
  });
}

function endpointRow(place: string, { name, text, signature, tags }: Documented): readonly string[] {
  const endpoint = /Source: (?<endpoint>.+)/.exec(text)?.groups?.['endpoint'];
  if (endpoint === undefined) return [];
  const throws = tags.filter((tag) => tag.name === 'throws').flatMap((tag) => /\{(?:@link )?(\w+)\}/.exec(tag.text)?.[1] ?? []);
  const shown = throws.filter((error) => error !== 'HttpError').map((error) => `\`${error}\``);
  return [`| \`${place}${name}()\` | ${endpoint} | ${resultOf(signature)} | ${[...new Set(shown)].join(', ')} |`];
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

const ofEveryCall = [
  'Every call can also throw what any call can: `ConnectionError`, `TimeoutError`, `PinMismatchError`, `ResponseShapeError`, `AbortedError`,',
  '`ClosedClientError` and `ApiStatusError`, all of them `HttpError`.',
];

const [authpiSources, litellmSources] = [join(root, 'clients/authpi/src'), join(root, 'clients/litellm/src')];

/** Every page that is made. */
export const apiPages: readonly ApiPage[] = [
  {
    folder: join(root, 'clients/outline/src'),
    page: join(root, 'docs/outline/api.md'),
    title: '@keyrack/outline: API',
    places: { ServerResource: 'server.', AccessKeysResource: 'accessKeys.', MetricsResource: 'metrics.' },
    everyCall: ofEveryCall,
  },
  {
    folder: authpiSources,
    page: join(root, 'docs/authpi/api.md'),
    title: '@keyrack/authpi: API',
    holds: (file) => !file.startsWith('types/'),
    places: authpiPlaces(authpiSources),
    everyCall: [
      'Every call can also throw what any call can: `ConfigurationError`, `ConnectionError`, `TimeoutError`, `AbortedError`, `MalformedResponseError`',
      'and `ClosedClientError`, all of them `HttpError`. `ApiError` stands for all its subclasses. What answers and bodies hold: [types.md](types.md).',
    ],
  },
  {
    folder: authpiSources,
    page: join(root, 'docs/authpi/types.md'),
    title: '@keyrack/authpi: what answers and bodies hold',
    holds: (file) => file.startsWith('types/'),
    places: {},
    everyCall: [],
    whole: true,
  },
  {
    folder: litellmSources,
    page: join(root, 'docs/litellm/api.md'),
    title: '@keyrack/litellm: API',
    places: resourcesIn(readFileSync(join(litellmSources, 'litellm-client.ts'), 'utf8'), ''),
    everyCall: [
      'Every call can also throw what any call can: `ConfigurationError` before anything is sent, `UnauthorizedError` (`ExpiredKeyError`,',
      '`BlockedKeyError`), `ForbiddenError`, `ValidationError`, `RouteNotFoundError`, `RateLimitError`, `DatabaseMissingError`, `ServerFailureError`,',
      '`ConnectionError`, `TimeoutError`, `PinMismatchError`, `ResponseShapeError`, `AbortedError` and `ClosedClientError`, all of them `HttpError`.',
      '`litellm.prepare` has the methods that are a single request: they give it, and `litellm.send(request)` gives what the call gives.',
    ],
  },
  {
    folder: join(root, 'clients/vergeos/src'),
    page: join(root, 'docs/vergeos/api.md'),
    title: '@keyrack/vergeos: API',
    places: {
      ApiKey: 'key.',
      ApiKeysResource: 'apiKeys.',
      UsersResource: 'users.',
      GroupsResource: 'groups.',
      MembersResource: 'members.',
      PermissionsResource: 'permissions.',
      SessionsResource: 'sessions.',
      SystemResource: 'system.',
      TableResource: 'table(name).',
    },
    everyCall: [
      'Every call can also throw what any call can: `AuthenticationError`, `PermissionError`, `RateLimitError`, `RequestBudgetError`, `ConnectionError`,',
      '`TimeoutError`, `PinMismatchError`, `ResponseShapeError`, `AbortedError`, `ClosedClientError` and `ApiStatusError`, all of them `HttpError`.',
      '`vergeos.prepare` has the same methods, but for `listAll()`: they give the call, and `vergeos.send(call)` gives what the call gives.',
    ],
  },
];

/** How the resources of AuthPI are reached, read where they are held: `issuer(id).users.`. */
function authpiPlaces(folder: string): Readonly<Record<string, string>> {
  const places: Record<string, string> = {};
  const follow = (file: string, place: string): void => {
    const source = readFileSync(join(folder, file), 'utf8');
    Object.assign(places, resourcesIn(source, place));
    for (const { groups } of source.matchAll(/^ {2}(?<member>\w+)\(\w+: string\): (?<type>\w+Scope) \{$/gm)) {
      const [member = '', type = ''] = [groups?.['member'], groups?.['type']];
      places[type] = `${place}${member}(id).`;
      follow(`scopes/${member}-scope.ts`, `${place}${member}(id).`);
    }
  };
  follow('core-api.ts', '');
  return places;
}

/** Where the resources are that a class holds: `keys.` by `KeysResource`. */
function resourcesIn(source: string, place: string): Readonly<Record<string, string>> {
  const held = source.matchAll(/^ {2}readonly (?<member>\w+): (?<type>\w+Resource);$/gm);
  return Object.fromEntries(Array.from(held, ({ groups }) => [groups?.['type'] ?? '', `${place}${groups?.['member'] ?? ''}.`]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const page of apiPages) writeFileSync(page.page, renderApiPage(page));
}
