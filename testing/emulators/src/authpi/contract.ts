import document from './contract.json' with { type: 'json' };

/** A field of a type that the API shows. */
export interface TypeField {
  /** `string`, `integer`, `number`, `boolean`, `object`, the name of a type, or one of these with `[]`. */
  readonly type: string;
  readonly nullable: boolean;
  /** Whether the field may be absent. */
  readonly optional: boolean;
  /** The values that are known. */
  readonly enum?: readonly string[];
}

/** A type of the API. Open ones may have any fields. */
export interface TypeDefinition {
  readonly kind: 'object' | 'input' | 'enum' | 'alias';
  readonly open?: boolean;
  readonly fields?: Readonly<Record<string, TypeField>>;
  readonly values?: readonly string[];
  /** What an alias stands for. */
  readonly of?: string;
}

/** A field of a request body, where more than its type is known. */
export interface BodyField {
  readonly type: string;
  readonly required?: boolean;
  readonly nullable?: boolean;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** What lies inside an object; a plain text is the type of an optional field. */
  readonly fields?: Readonly<Record<string, BodyField | string>>;
}

/** What is known of a request body. */
interface BodyDefinition {
  readonly type: string;
  readonly required: boolean;
  readonly fields?: Readonly<Record<string, BodyField>> | null;
  /** The body probably takes the fields of this type, without some. */
  readonly guess?: { readonly likeType: string; readonly without: readonly string[] };
}

/** One operation of the API. */
export interface Operation {
  /** For example `account_api_keys.create`. */
  readonly id: string;
  readonly verb: string;
  /** For example `/v1/accounts/{account_id}/api-keys`. */
  readonly path: string;
  /** What a key must be allowed to use, without the action: `issuers.users`. */
  readonly permission: string;
  readonly query: Readonly<Record<string, { readonly type: string; readonly required: boolean }>>;
  readonly body: BodyDefinition | null;
  readonly ifMatch: boolean;
  /** The type of the answer or of its items, or `null` for none. */
  readonly response: string | null;
  readonly shape: 'item' | 'page' | 'array' | 'none';
  readonly cursorPaged: boolean;
  /** The status of a success, where it is known. */
  readonly success: number | undefined;
}

interface ContractMethod {
  readonly name: string;
  readonly verb: string;
  readonly path: string;
  readonly query: Operation['query'];
  readonly body: BodyDefinition | null;
  readonly ifMatch: boolean;
  readonly response: string | null;
  readonly responseShape: Operation['shape'];
  readonly cursorPaged?: boolean;
  readonly status?: { readonly success: number };
}

interface ContractDocument {
  readonly resources: readonly { readonly name: string; readonly basePath: string; readonly methods: readonly ContractMethod[] }[];
  readonly types: Readonly<Record<string, TypeDefinition>>;
}

const { resources, types } = document as unknown as ContractDocument; // the recording's own shape, narrowed to what is read here

/** Every operation once, although several clients' methods may share one. */
export function operations(): readonly Operation[] {
  const found = new Map<string, Operation>();
  for (const resource of resources) {
    for (const method of resource.methods) {
      const route = `${method.verb} ${method.path}`;
      if (!found.has(route)) found.set(route, operation(resource.name, resource.basePath, method));
    }
  }
  return [...found.values()];
}

/** A type by its name, aliases followed; `undefined` for the basic types. */
export function typeNamed(name: string): TypeDefinition | undefined {
  const found = types[name];
  return found?.kind === 'alias' ? typeNamed(found.of ?? '') : found;
}

function operation(resource: string, basePath: string, method: ContractMethod): Operation {
  const { name, verb, path, query, body, ifMatch, response, responseShape } = method;
  return {
    id: `${resource}.${name}`,
    verb,
    path,
    permission: permissionOf(basePath),
    query,
    body,
    ifMatch,
    response,
    shape: responseShape,
    cursorPaged: method.cursorPaged ?? false,
    success: method.status?.success,
  };
}

/** `/v1/accounts/{account_id}/issuers/{issuer_id}/users` is `issuers.users`; the account itself is `accounts`. */
function permissionOf(basePath: string): string {
  const [, , ...below] = basePath.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
  return below.join('.') || 'accounts';
}
