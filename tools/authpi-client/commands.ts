import { ownParameters } from './contract.ts';
import type { Contract, Method, Resource } from './contract.ts';
import { inputOf } from './inputs.ts';
import { camelCase, header, kebabCase } from './naming.ts';

/** The table behind `keyrack authpi`: every method, as it is typed. */
export function commandTable(contract: Contract): string {
  const rows = contract.resources.flatMap((resource) => resource.methods.map((method) => rowOf(contract, resource, method)));
  return `${header}import type { AuthPIMethod } from './method.ts';

/** Every method of the AuthPI client. */
export const authpiMethods: readonly AuthPIMethod[] = [
${rows.join('\n')}
];
`;
}

function rowOf(contract: Contract, resource: Resource, method: Method): string {
  const path = resource.name === 'me' ? '' : (resource.accessor ?? resource.name).replaceAll(/\((\w+)\)/g, '.<$1>').replaceAll('.', ' ');
  const ids = ownParameters(method, resource).map((id) => `<${id}>`);
  const words = [...path.split(' '), method.name, ...ids].filter((word) => word !== '').map(typed);
  const query = Object.entries(method.query).map(([name, { type }]) => `${name}: '${type}'`);
  const facts = [
    `words: '${words.join(' ')}'`,
    `verb: '${method.verb}'`,
    `gives: '${method.responseShape}'`,
    ...(method.body === null ? [] : [`body: '${bodyOf(contract, resource, method)}'`]),
    ...(query.length === 0 ? [] : [`query: { ${query.join(', ')} }`]),
  ];
  return `  { ${facts.join(', ')} },`;
}

/** Where the method of the client takes its body. */
function bodyOf(contract: Contract, resource: Resource, method: Method): 'parameter' | 'option' {
  return inputOf(contract, resource, method).kind === 'undescribed' && method.body?.required === false ? 'option' : 'parameter';
}

function typed(word: string): string {
  return word.startsWith('<') ? word : kebabCase(camelCase(word));
}
