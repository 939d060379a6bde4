import type { BodyField, Contract, ContractType, TypeField } from './contract.ts';
import { inputOf } from './inputs.ts';
import type { InputField, InputType } from './inputs.ts';
import { doc, header } from './naming.ts';
import { handWrittenTypes, inputFile, notTypes, oneTimeSecrets, typeWords } from './words/types.ts';

/** The file of a type, without its ending. @throws when nobody has said where it stands */
function fileOf(type: string): string {
  const file = handWrittenTypes[type] ?? typeWords[type]?.file ?? inputFile[type];
  if (file === undefined) throw new Error(`words/types.ts does not say where ${type} stands`);
  return file;
}

/** Import lines for types, as seen from a folder beside `types`, or from within it. */
export function importTypes(names: Iterable<string>, from: 'types' | 'elsewhere', self = ''): string {
  const files = Map.groupBy([...new Set(names)].toSorted(), fileOf);
  return [...files]
    .filter(([file]) => file !== self)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([file, types]) => `import type { ${types.join(', ')} } from '${from === 'types' ? '.' : '../types'}/${file}.ts';\n`)
    .join('');
}

/** Every file of types, by its name. */
export function typeFiles(contract: Contract): ReadonlyMap<string, string> {
  const declared = new Map<string, string[]>();
  const add = (file: string, text: string): unknown => declared.set(file, [...(declared.get(file) ?? []), text]);
  for (const [name, type] of Object.entries(contract.types)) {
    if (name in handWrittenTypes || notTypes.includes(name) || isPartial(contract, name)) continue;
    add(fileOf(name), declarationOf(name, type, nestedBodies(contract, name)));
  }
  for (const input of partialInputs(contract)) add(fileOf(input.name), inputDeclaration(input));
  return new Map([...declared].map(([file, texts]) => [`types/${file}.ts`, withImports(file, texts.join('\n'))]));
}

/** The names of all types that are written, by file. */
export function typeNames(contract: Contract): ReadonlyMap<string, readonly string[]> {
  const names = Object.keys(contract.types).filter((name) => !(name in handWrittenTypes) && !notTypes.includes(name));
  const inputs = partialInputs(contract).map(({ name }) => name);
  return Map.groupBy([...new Set([...names, ...inputs])].toSorted(), fileOf);
}

type Partial = Extract<InputType, { kind: 'partial' }>;

function partialInputs(contract: Contract): readonly Partial[] {
  const inputs = contract.resources.flatMap((resource) =>
    resource.name === 'account_api_keys' || resource.name === 'me'
      ? []
      : resource.methods.map((method) => inputOf(contract, resource, method)),
  );
  const found = new Map(inputs.filter((input) => input.kind === 'partial').map((input) => [input.name, input]));
  return [...found.values()];
}

function isPartial(contract: Contract, name: string): boolean {
  return partialInputs(contract).some((input) => input.name === name);
}

/** What is known of objects within a body of this type. */
function nestedBodies({ resources }: Contract, type: string): Readonly<Record<string, BodyField>> {
  const body = resources.flatMap(({ methods }) => methods).find((method) => method.body?.type === type)?.body;
  return Object.fromEntries(Object.entries(body?.fields ?? {}).filter(([, { fields }]) => fields !== undefined));
}

function declarationOf(name: string, type: ContractType, nested: Readonly<Record<string, BodyField>>): string {
  const words = typeWords[name];
  if (words === undefined) throw new Error(`words/types.ts says nothing about ${name}`);
  if (type.kind === 'enum') return `${doc([words.about])}export type ${name} = KnownText<${literals(type.values ?? [])}>;\n`;
  if (type.kind === 'alias') return `${doc([words.about])}export type ${name} = ${typeText(type.of ?? 'object')};\n`;
  const fields = Object.entries(type.fields ?? {});
  if (fields.length === 0) return `${doc([words.about])}export type ${name} = Fields;\n`;
  const hasTimes = fields.some(([field]) => field.endsWith('_at'));
  const about = hasTimes ? `${words.about} Instants are Unix milliseconds.` : words.about;
  return `${doc([about])}export interface ${name} {\n${fields.map(([field, shape]) => fieldText(name, field, { ...shape, inner: nested[field]?.fields })).join('')}}\n`;
}

type NestedFields = Readonly<Record<string, BodyField | string>> | undefined;

function fieldText(
  owner: string,
  name: string,
  { type, nullable, optional, enum: values, inner }: TypeField & { readonly inner: NestedFields },
): string {
  const secret = oneTimeSecrets[owner]?.fields.includes(name) === true;
  const described = inner === undefined ? typeText(type) : nestedText(name, inner);
  const plain = values === undefined ? described : `KnownText<${literals(values)}>`;
  const text = secret ? plain.replace('string', 'Secret') : plain;
  return `  readonly ${name}${optional ? '?' : ''}: ${text}${nullable || optional ? ' | null' : ''};\n`;
}

function inputDeclaration({ name, about, fields }: Partial): string {
  const allInferred = Object.values(fields).every(({ inferred }) => inferred);
  const lines = Object.entries(fields).map(([field, shape]) => inputFieldText(field, allInferred ? { ...shape, inferred: false } : shape));
  return `${doc([allInferred ? `${about} All of it is inferred, not documented.` : about])}export interface ${name} {\n${lines.join('')}  readonly [name: string]: unknown;\n}\n`;
}

function inputFieldText(name: string, { type, required, nullable, inferred, enum: values, fields }: InputField): string {
  const plain = fields === undefined ? typeText(type) : nestedText(name, fields);
  const text = values === undefined ? plain : `KnownText<${literals(values)}>`;
  const secret = /^(?:password|secret|token)$/.test(name) ? `${text} | Secret` : text;
  const note = inferred ? '  /** Inferred, not documented. */\n' : '';
  return `${note}  readonly ${name}${required ? '' : '?'}: ${secret}${nullable ? ' | null' : ''};\n`;
}

function nestedText(name: string, fields: Readonly<Record<string, BodyField | string>>): string {
  if (name === 'restrictions' && 'ip_allowlist' in fields) return 'ApiKeyRestrictions';
  const inner = Object.entries(fields).map(([field, shape]) => {
    if (typeof shape === 'string') return `readonly ${field}?: ${typeText(shape.split(' ', 1)[0] ?? shape)}`;
    const text = shape.enum === undefined ? typeText(shape.type) : `KnownText<${literals(shape.enum)}>`;
    return `readonly ${field}${shape.required ? '' : '?'}: ${text}`;
  });
  return `{ ${[...inner, 'readonly [name: string]: unknown'].join('; ')} }`;
}

/** A type of the contract in TypeScript. */
export function typeText(type: string): string {
  if (type.endsWith('[]')) return `readonly ${typeText(type.slice(0, -2))}[]`;
  return { string: 'string', integer: 'number', number: 'number', boolean: 'boolean', object: 'Fields' }[type] ?? type;
}

function literals(values: readonly string[]): string {
  return values.map((value) => `'${value}'`).join(' | ');
}

function withImports(file: string, text: string): string {
  const own = new Set(Array.from(text.matchAll(/export (?:interface|type) (\w+)/g), ([, name]) => name ?? ''));
  const known = [...Object.keys(handWrittenTypes), ...Object.keys(typeWords)];
  const used = known.filter((name) => !own.has(name) && new RegExp(`(?:: |<|\\| |readonly |= )${name}\\b`).test(text));
  const secret = /\bSecret\b(?=[[;| ])/.test(text.replaceAll(/\/\*\*[\s\S]*?\*\//g, ''))
    ? "import type { Secret } from '@keyrack/secret';\n"
    : '';
  const fields = /\bFields\b/.test(text) ? "import type { Fields } from '../reading.ts';\n" : '';
  return `${header}${secret}${fields}${importTypes(used, 'types', file)}\n${text}`;
}
