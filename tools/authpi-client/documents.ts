import { ownParameters } from './contract.ts';
import type { Contract } from './contract.ts';
import { inputOf } from './inputs.ts';
import { camelCase, parameterName } from './naming.ts';
import { resultOf, throwsOf } from './resources.ts';

const written = '<!-- Written by tools/authpi-client from the contract of the API; change that, and run it again. -->\n';

/** The tables of the documentation, by their file. */
export function documentFiles(contract: Contract): ReadonlyMap<string, string> {
  return new Map([
    ['docs/methods.md', methods(contract)],
    ['docs/methods-of-0.3.0.md', methodsOf030(contract)],
  ]);
}

function methods(contract: Contract): string {
  const rows = contract.resources.flatMap((resource) =>
    resource.methods.map((method) => {
      const input = inputOf(contract, resource, method);
      const parameters = [
        ...ownParameters(method, resource).map(parameterName),
        ...(input.kind === 'none' || (input.kind === 'undescribed' && method.body?.required === false) ? [] : ['body']),
        ...(Object.keys(method.query).length > 0 ? ['query'] : []),
      ];
      const errors = throwsOf(method, input).map((text) => `\`${text.replace(/\}.*/, '')}\``);
      const lists = method.responseShape === 'page' ? iterators(camelCase(method.name), method.cursorPaged === true) : '';
      return `| \`${callOf(resource.accessor ?? resource.name, method.name, parameters)}\`${lists} | \`${method.verb} ${method.path}\` | \`${resultOf(method)}\` | ${errors.join(' ')} |`;
    }),
  );
  return `${written}
# Every method

The last parameter of each are its options. \`{account_id}\` is filled in. Besides what is named, every method throws what any call may: \`ConfigurationError\` for an argument, \`ConnectionError\`,
\`TimeoutError\`, \`AbortedError\`, \`MalformedResponseError\`, \`ClosedClientError\`. \`ApiError\` stands for all its subclasses.

| method | endpoint | returns | throws |
|---|---|---|---|
${rows.join('\n')}
`;
}

function methodsOf030(contract: Contract): string {
  const rows = contract.resources030.flatMap(({ accessor, methods: old }) =>
    old.map(({ name, verb, path, same, replacement }) => {
      const ours = same === null ? `never worked: ${replacementOf(replacement ?? '')}` : `\`${ourCall(same)}\``;
      return `| \`admin.${accessor.replaceAll(/_id\)/g, '_id)')}.${name}\` | \`${verb} ${path}\` | ${ours} |`;
    }),
  );
  const dead = contract.resources030.flatMap(({ methods: old }) => old).filter(({ same }) => same === null).length;
  return `${written}
# The methods of authpi-admin 0.3.0

All ${rows.length} of them. ${dead} use paths that no later version has, and the vendor says of most that they were answered with 404 whatever one did; what is
named instead does the work.

| authpi-admin 0.3.0 | request | here |
|---|---|---|
${rows.join('\n')}
`;
}

/** \`issuer(issuer_id).user(user_id).tokens\` and \`list\` as one writes them. */
function callOf(accessor: string, method: string, parameters: readonly string[] = []): string {
  const path =
    accessor === ''
      ? []
      : accessor
          .split('.')
          .map((step) => camelCase(step.replaceAll(/\((\w+)_id\)/g, (_, id: string) => `(${id === 'org' ? 'organization' : id}Id)`)));
  return ['authpi', ...path, `${camelCase(method)}(${parameters.join(', ')})`].join('.');
}

function ourCall(same: string): string {
  const cut = same.lastIndexOf('.');
  return callOf(same.slice(0, cut), same.slice(cut + 1));
}

const organization = 'authpi.issuer(issuerId).organization(organizationId)';

/** What does the work of methods that never worked, by the contract's words for it. */
const replacements: Readonly<Record<string, string>> = {
  'user(user_id).tokens.list': '`authpi.issuer(issuerId).user(userId).tokens.list()`',
  'user(user_id).tokens.create': '`authpi.issuer(issuerId).user(userId).tokens.create()`',
  'account level api_keys (item operations) and organization(org_id).api_keys (list, create)': `\`authpi.apiKeys\`; \`${organization}.apiKeys\` lists and makes them`,
  'organization(org_id).groups': `\`${organization}.groups\``,
  'organization(org_id).invitations': `\`${organization}.invitations\``,
  'organization(org_id).members': `\`${organization}.members\``,
  'account level domains; the SSO domains of an organization are organization(org_id).sso': `\`authpi.domains\`; \`${organization}.sso\` for single sign-on`,
  'issuer(issuer_id).sessions (same operation without the user segment)': '`authpi.issuer(issuerId).sessions`',
};

function replacementOf(text: string): string {
  const found = replacements[text];
  if (found === undefined) throw new Error(`documents.ts does not say what replaces "${text}"`);
  return found;
}

function iterators(name: string, paged: boolean): string {
  return paged ? `, \`.${name}Pages()\`, \`.${name}All()\`` : `, \`.${name}All()\``;
}
