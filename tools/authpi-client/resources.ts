import { ownParameters } from './contract.ts';
import type { Contract, Method, Resource } from './contract.ts';
import { inputOf } from './inputs.ts';
import type { InputType } from './inputs.ts';
import { camelCase, doc, header, kebabCase, parameterName, pascalCase } from './naming.ts';
import { importTypes, typeText } from './types.ts';
import { resourceWords, scopeWords, writtenByHand } from './words/resources.ts';
import type { MethodWords, ResourceWords } from './words/resources.ts';
import { handWrittenTypes, inputFile, oneTimeSecrets, secretPlaces, typeWords } from './words/types.ts';

/** Every resource that is written, by its file. */
export function resourceFiles(contract: Contract): ReadonlyMap<string, string> {
  const written = contract.resources.filter(({ name, self }) => self !== true && !writtenByHand.includes(name));
  return new Map(
    written.map((resource) => {
      const words = resourceWords[resource.name];
      if (words === undefined) throw new Error(`words/resources.ts says nothing about ${resource.name}`);
      return [`resources/${kebabCase(`${words.name}Resource`)}.ts`, resourceText(contract, resource, words)];
    }),
  );
}

function resourceText(contract: Contract, resource: Resource, words: ResourceWords): string {
  const parts = resource.methods.map((method) => methodText(contract, { resource, words, method }));
  const queries = resource.methods.map((method) => queryText(words, method)).filter((text) => text !== '');
  const body = `${doc([words.about])}export class ${words.name}Resource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

${parts.join('\n')}}
`;
  return withImports([...routes(resource), ...queries, body].join('\n'));
}

/** The methods of a scope on the object itself. */
export function selfMethods(contract: Contract, resource: Resource): string {
  const { one = '' } = scopeWords[resource.name] ?? {};
  const words: ResourceWords = {
    name: '',
    single: '',
    about: '',
    one,
    many: '',
    methods: {
      get: `Reads ${one}.`,
      update: `Changes ${one}; what is left out stays.`,
      delete: one === 'the organization' ? 'Removes the organization with everything in it.' : `Removes ${one}.`,
    },
  };
  return resource.methods.map((method) => methodText(contract, { resource, words, method })).join('\n');
}

/** Constants for the paths that more than one method shares. */
function routes({ basePath, methods }: Resource): readonly string[] {
  const single = methods.find(({ path }) => /^\/\{[^}]+\}$/.test(path.slice(basePath.length)))?.path;
  const constants = [`const collection = '${basePath}';`];
  if (single !== undefined) constants.push(`const single = \`\${collection}${single.slice(basePath.length)}\`;`);
  return [`${constants.join('\n')}\n`];
}

function routeText(path: string, { basePath, methods, self }: Resource): string {
  if (self === true) return 'route';
  const single = methods.find((method) => /^\/\{[^}]+\}$/.test(method.path.slice(basePath.length)))?.path;
  if (path === basePath) return 'collection';
  if (path === single) return 'single';
  if (single !== undefined && path.startsWith(`${single}/`)) return `\`\${single}${path.slice(single.length)}\``;
  return `\`\${collection}${path.slice(basePath.length)}\``;
}

interface Place {
  readonly resource: Resource;
  readonly words: ResourceWords;
  readonly method: Method;
}

function methodText(contract: Contract, place: Place): string {
  const { resource, words, method } = place;
  const input = inputOf(contract, resource, method);
  const { about, throws = [] } = wordsOf(place);
  const isPage = method.responseShape === 'page';
  const comment = doc(
    [
      about,
      '',
      `Source: \`${method.verb} ${method.path}\``,
      ...throwsOf(method, input).map((line) => (line.includes('}') ? `@throws {${line}` : `@throws {${line}}`)),
      ...throws.map((line) => `@throws {${line.split(' ', 1)[0]}} ${line.slice(line.indexOf(' ') + 1)}`),
    ],
    '  ',
  );
  const call = callText(place, input);
  const name = camelCase(method.name);
  const parameters = ownParameters(method, resource).map((id) => `${parameterName(id)}: string`);
  const query = queryName(words, method);
  const asked = query === null ? [] : [query.required ? `query: ${query.name}` : `query: ${query.name} = {}`];
  const body = bodyParameter(input, method);
  const options = optionsOf(method, input);
  if (method.responseShape === 'none') {
    const all = [...parameters, ...body, `options?: ${options}`].join(', ');
    return `${comment}  ${name}(${all}): Promise<void> {\n    return this.#caller.done(${call}, options);\n  }\n`;
  }
  const result = resultOf(method);
  const given = [...parameters, ...body];
  const declared = [...given, ...asked.map((text) => text.replace(' = {}', ''))];
  const raw = query === null || query.required ? declared : [...given, `query: ${query.name} | undefined`];
  const plain = query === null || query.required ? declared : [...given, `query?: ${query.name}`];
  const member = { page: 'page', array: 'array', item: 'item' }[method.responseShape];
  const overloads = `  ${name}(${[...raw, `options: ${options} & Raw`].join(', ')}): Promise<unknown>;
  ${name}(${[...plain, `options?: ${options}`].join(', ')}): Promise<${result}>;
  ${name}(${[...given, ...asked, `options?: ${options}`].join(', ')}): Promise<unknown> {
    return this.#caller.${member}(${call}, options);
  }
`;
  return comment + overloads + (isPage ? iterators(place, call) : '');
}

/** The same list as an iterator over pages and items. */
function iterators({ words, method }: Place, call: string): string {
  const item = typeText(method.response ?? 'object');
  const query = queryName(words, method);
  const base = camelCase(method.name);
  const asked = query === null ? '' : `query: ${method.cursorPaged === true ? `Omit<${query.name}, 'cursor'>` : query.name} = {}, `;
  const all = `${base}All(${asked}options?: CallOptions): AsyncGenerator<${item}, void, undefined>`;
  if (method.cursorPaged !== true) {
    return `
  /** Every item of {@link ${base}}, one by one. */
  ${all} {
    return this.#caller.whole(${call}, options);
  }
`;
  }
  return `
  /** Every page of {@link ${base}}, each read when it is asked for. It ends for certain. */
  ${base}Pages(${asked}options?: CallOptions): AsyncGenerator<Page<${item}>, void, undefined> {
    return this.#caller.pages(${call}, options);
  }

  /** Every item of {@link ${base}}, page by page. It ends for certain. */
  ${all} {
    return this.#caller.all(${call}, options);
  }
`;
}

function callText({ resource, words, method }: Place, input: InputType): string {
  const ids = ownParameters(method, resource);
  const response = method.response ?? '';
  const secrets = oneTimeSecrets[response];
  const within = secretPlaces[response];
  const query = queryName(words, method);
  const parts = [
    `method: '${method.verb}'`,
    resource.self === true ? 'route' : `route: ${routeText(method.path, resource)}`,
    ids.length === 0
      ? ''
      : `parameters: { ${ids.map((id) => (id === parameterName(id) ? id : `${id}: ${parameterName(id)}`)).join(', ')} }`,
    query === null ? '' : 'event_types' in method.query ? 'query: withEventTypes(query)' : 'query',
    input.kind === 'none' || isOptionalBody(input, method) ? '' : 'body',
    secrets === undefined ? '' : `secrets: [${secrets.fields.map((field) => `'${field}'`).join(', ')}]`,
    secrets?.required === undefined ? '' : `requiredSecret: '${secrets.required}'`,
    secrets?.required === undefined || method.name === 'create' || ids.length === 0 ? '' : `secretFor: ${parameterName(ids.at(-1) ?? '')}`,
    within === undefined ? '' : `secretsWithin: [${within.map((field) => `'${field}'`).join(', ')}]`,
    /Account$|Credit|Usage|Invoice/.test(response) ? 'amounts: true' : '',
    resource.name === 'usage' && method.name === 'list' ? 'mayBeSingle: true' : '',
  ];
  return `{ ${parts.filter((part) => part !== '').join(', ')} }`;
}

function isOptionalBody(input: InputType, { body }: Method): boolean {
  return input.kind === 'undescribed' && body?.required === false;
}

function bodyParameter(input: InputType, method: Method): readonly string[] {
  if (input.kind === 'typed' || input.kind === 'partial') return [`body: ${input.name}`];
  return input.kind === 'none' || isOptionalBody(input, method) ? [] : ['body: Fields'];
}

function optionsOf(method: Method, input: InputType): string {
  if (method.responseShape === 'none') return 'DeleteOptions';
  if (method.verb === 'GET') return 'ReadOptions';
  if (!method.ifMatch) return 'CreateOptions';
  return isOptionalBody(input, method) ? 'ActionOptions' : 'ChangeOptions';
}

/** What a method gives, in TypeScript. */
function resultOf({ response, responseShape }: Method): string {
  const type = typeText(response ?? 'object');
  return { page: `Page<${type}>`, array: `readonly ${type}[]`, item: `Item<${type}>`, none: 'void' }[responseShape];
}

/** The errors of a method that say more than that something failed, each as `Class` or `Class} when ...`. */
function throwsOf({ path, ifMatch, response }: Method, input: InputType): readonly string[] {
  const required = oneTimeSecrets[response ?? '']?.required;
  return [
    ...(required === undefined ? [] : ['MissingSecretError} when it took effect and the answer holds no secret.']),
    ...(input.kind === 'none' ? [] : ['ValidationError']),
    ...(/\{(?!account_id)/.test(path) ? ['NotFoundError'] : []),
    ...(ifMatch ? ['PreconditionFailedError} when it is not in the state of `ifMatch` any more.'] : []),
    'ApiError',
  ];
}

function wordsOf({ words, method }: Place): MethodWords {
  const given = words.methods?.[method.name];
  if (typeof given === 'object') return given;
  const { one, many } = words;
  const standard: Readonly<Record<string, string>> = {
    list: method.cursorPaged === true ? `Reads one page of the ${many}.` : `Reads the ${many}.`,
    create: `Makes ${one}.`,
    get: `Reads ${one}.`,
    update: `Changes ${one}; what is left out stays.`,
    delete: `Removes ${one}.`,
  };
  const about = given ?? standard[method.name];
  if (about === undefined) throw new Error(`words/resources.ts does not say what ${words.name}.${method.name} does`);
  return { about };
}

function queryName({ name }: ResourceWords, { name: method, query }: Method): { readonly name: string; readonly required: boolean } | null {
  const fields = Object.values(query);
  if (fields.length === 0) return null;
  const middle = method === 'list' ? '' : pascalCase(method);
  return { name: `${name}${middle}Query`, required: fields.some(({ required }) => required) };
}

const flags: readonly string[] = ['has_verifiers', 'sso_enabled', 'sso_only', 'mfa_required', 'invitation_enabled'];
const queryNotes: Readonly<Record<string, string>> = {
  limit: '1 to 100. @default 50',
  cursor: '`next_cursor` of the page before.',
  event_types: 'One, or several.',
  after: 'An instant, most likely in Unix milliseconds.',
  before: 'An instant, most likely in Unix milliseconds.',
};

function queryText(words: ResourceWords, method: Method): string {
  const query = queryName(words, method);
  if (query === null) return '';
  const fields = Object.entries(method.query).map(([name, { type, required }]) => {
    const text = flags.includes(name) ? 'boolean' : name === 'event_types' ? 'string | readonly string[]' : typeText(type);
    const note = queryNotes[name];
    return `${note === undefined ? '' : `  /** ${note} */\n`}  readonly ${name}${required ? '' : '?'}: ${text};\n`;
  });
  const about =
    method.responseShape === 'page'
      ? `Which ${words.many} a list shows.`
      : `What {@link ${words.name}Resource.${camelCase(method.name)}} is asked for.`;
  return `${doc([about])}export interface ${query.name} {\n${fields.join('')}}\n`;
}

/** Adds the imports that a text needs. */
export function withImports(text: string): string {
  const uses = (name: string): boolean => new RegExp(`(?<!\\{@link |[.\\w])${name}\\b`).test(text.replaceAll(/^\s*(?:\/\*\*|\*).*$/gm, ''));
  const options = ['ActionOptions', 'ChangeOptions', 'CreateOptions', 'DeleteOptions', 'Raw', 'ReadOptions'].filter(uses);
  const types = [...Object.keys(handWrittenTypes), ...Object.keys(typeWords), ...Object.keys(inputFile)].filter((name) =>
    new RegExp(`(?:<|: |readonly )${name}(?=[>,;\\)\\[ ])`).test(text),
  );
  return [
    header,
    uses('CallOptions') ? "import type { CallOptions } from '@keyrack/http';\n" : '',
    options.length === 0 ? '' : `import type { ${options.join(', ')} } from '../call-options.ts';\n`,
    "import type { Caller } from '../caller.ts';\n",
    uses('withEventTypes') ? "import { withEventTypes } from '../event-types.ts';\n" : '',
    uses('Item') ? "import type { Item } from '../item.ts';\n" : '',
    uses('Page') ? "import type { Page } from '../page.ts';\n" : '',
    uses('Fields') ? "import type { Fields } from '../reading.ts';\n" : '',
    importTypes(types, 'elsewhere'),
    '\n',
    text,
  ].join('');
}
