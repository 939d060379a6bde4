import type { Contract } from './contract.ts';
import { camelCase } from './naming.ts';

/** Where the table of the vendor's methods stands, within the repository. */
export const methodTableFile = 'docs/authpi/methods-of-authpi-admin.md';

/** Every method and model of the vendor's own client, and what does its work here. */
export function methodTable(contract: Contract): string {
  return `<!-- Written by tools/authpi-client from the contract of the API; change that, and run it again. -->

# The methods and models of authpi-admin

What [from-authpi-admin.md](from-authpi-admin.md) says in general, one by one. Behind the parameters named here every method takes its options.

${methodsOf140(contract)}
${methodsOf030(contract)}
${models(contract)}`;
}

function methodsOf140({ resources }: Contract): string {
  const rows = resources.flatMap(({ name: file, accessor, methods }) =>
    methods.map(({ name, verb, path }) => {
      const there = accessor === null ? `${name}\` of \`${file}.py\`, which nothing leads to` : `${vendorCall(accessor, name)}\``;
      return `| \`${there} | \`${verb} ${path}\` | \`${callOf(accessor ?? file, name)}\` |`;
    }),
  );
  return `## 1.4.0

All ${rows.length} of them.

| authpi-admin 1.4.0 | request | here |
|---|---|---|
${rows.join('\n')}
`;
}

function methodsOf030({ resources030 }: Contract): string {
  const rows = resources030.flatMap(({ accessor, methods: old }) =>
    old.map(({ name, verb, path, same, replacement }) => {
      const ours = same === null ? `never worked: ${replacementOf(replacement ?? '')}` : `\`${ourCall(same)}\``;
      return `| \`${vendorCall(accessor, name)}\` | \`${verb} ${path}\` | ${ours} |`;
    }),
  );
  const dead = resources030.flatMap(({ methods: old }) => old).filter(({ same }) => same === null).length;
  return `## 0.3.0

All ${rows.length} of them. ${dead} use paths that no later version has, and the vendor says of most that they were answered with 404 whatever one did; what is
named instead does the work. The emulator answers them with 404 too, also with \`--legacy\`.

| authpi-admin 0.3.0 | request | here |
|---|---|---|
${rows.join('\n')}
`;
}

/** Models that have another name here, or another form. */
const otherModels: Readonly<Record<string, string>> = {
  ApiError: '`ApiErrorDetails`, what an error of this name is made from',
  PreconditionFailedError: '`ApiErrorDetails`, what an error of this name is made from',
  Session: '`PublicSession`, which holds no secret',
  Metadata: '`Metadata`; names that begin with an underscore are sent as well',
  WebhookEventType: '`WebhookEventType`, a union of texts that takes unknown ones too',
  NoteSubjectType: '`NoteSubjectType`, a union of texts',
  NoteRefType: '`NoteRefType`, a union of texts',
};

function models({ types, types030 }: Contract): string {
  const names = [...new Set([...Object.keys(types030), ...Object.keys(types)])].toSorted();
  const rows = names.map((name) => {
    const versions = [...(name in types030 ? ['0.3.0'] : []), ...(name in types ? ['1.4.0'] : [])];
    return `| \`${name}\` | ${versions.join(', ')} | ${otherModels[name] ?? `\`${name}\``} |`;
  });
  return `## Models

All ${names.length} of both versions. Here they are types: nothing is checked but what the client itself relies on, and unknown fields are kept. What each
holds: [types.md](types.md).

| model | in | here |
|---|---|---|
${rows.join('\n')}
`;
}

function vendorCall(accessor: string, method: string): string {
  return accessor === '' || accessor === 'me' ? `admin.${method}` : `admin.${accessor}.${method}`;
}

/** \`issuer(issuer_id).user(user_id).tokens\` and \`list\` as one writes them. */
function callOf(accessor: string, method: string): string {
  const path =
    accessor === ''
      ? []
      : accessor
          .split('.')
          .map((step) => camelCase(step.replaceAll(/\((\w+)_id\)/g, (_, id: string) => `(${id === 'org' ? 'organization' : id}Id)`)));
  return ['authpi', ...path, `${camelCase(method)}()`].join('.');
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
