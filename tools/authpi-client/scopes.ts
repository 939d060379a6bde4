import { scopeParameters } from './contract.ts';
import type { Contract, Resource } from './contract.ts';
import { camelCase, doc, kebabCase, parameterName } from './naming.ts';
import { selfMethods, withImports } from './resources.ts';
import { resourceWords, scopeWords } from './words/resources.ts';

/** Every scope, by its file. */
export function scopeFiles(contract: Contract): ReadonlyMap<string, string> {
  const scopes = contract.resources.filter(({ self }) => self === true);
  return new Map(scopes.map((scope) => [`scopes/${kebabCase(`${scopeWords[scope.name]?.name}Scope`)}.ts`, scopeText(contract, scope)]));
}

/** What a scope holds: resources, and scopes within it. */
interface Held {
  readonly resources: readonly { readonly member: string; readonly type: string; readonly about: string }[];
  readonly scopes: readonly { readonly member: string; readonly type: string; readonly parameter: string; readonly id: string }[];
}

function scopeText(contract: Contract, scope: Resource): string {
  const words = scopeWords[scope.name];
  if (words === undefined) throw new Error(`words/resources.ts says nothing about ${scope.name}`);
  const { resources, scopes } = heldBy(contract, scope);
  const imports = [
    ...resources.map(({ type }) => `import { ${type} } from '../resources/${kebabCase(type)}.ts';\n`),
    ...scopes.map(({ type }) => `import { ${type} } from './${kebabCase(type)}.ts';\n`),
  ];
  const members = resources.map(({ member, type, about }) => `${doc([about], '  ')}  readonly ${member}: ${type};\n`);
  const made = resources.map(({ member, type }) => `    this.${member} = new ${type}(caller);\n`);
  const inner = scopes.map(
    ({ member, type, parameter, id }) => `
  /** One ${member} within it. @throws {ConfigurationError} for an id that cannot be a part of an address */
  ${member}(${parameter}: string): ${type} {
    return new ${type}(this.#caller.within('${id}', ${parameter}));
  }
`,
  );
  const text = `const route = '${scope.basePath}';

${doc([words.about])}export class ${words.name}Scope {
${members.join('')}  readonly #caller: Caller;

  /** @param caller - knows the ids of this object and of those around it. */
  constructor(caller: Caller) {
    this.#caller = caller;
${made.join('')}  }

${selfMethods(contract, scope)}${inner.join('')}}
`;
  const whole = withImports(text);
  const cut = whole.indexOf('\n\n');
  return `${whole.slice(0, cut + 1)}${imports.join('')}${whole.slice(cut + 1)}`;
}

function heldBy({ resources }: Contract, { scope, accessor }: Resource): Held {
  const inside = resources.filter((other) => other.accessor !== null && other.accessor.startsWith(`${accessor}.`));
  const direct = inside.filter((other) => other.self !== true && other.scope === scope);
  const nested = inside.filter((other) => other.self === true);
  return {
    resources: direct.map(({ name, accessor: path }) => ({
      member: camelCase(path?.split('.').at(-1) ?? ''),
      type: `${resourceWords[name]?.name}Resource`,
      about: resourceWords[name]?.about ?? '',
    })),
    scopes: nested.map(({ name, scope: kind }) => {
      const id = scopeParameters[kind].at(-1) ?? '';
      return { member: kind, type: `${scopeWords[name]?.name}Scope`, parameter: parameterName(id), id };
    }),
  };
}
