import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A field of a type. */
export interface TypeField {
  readonly type: string;
  readonly nullable: boolean;
  readonly optional: boolean;
  readonly enum?: readonly string[];
}

/** A type of the API; one without fields is open. */
export interface ContractType {
  readonly kind: 'object' | 'input' | 'enum' | 'alias';
  readonly fields?: Readonly<Record<string, TypeField>>;
  readonly values?: readonly string[];
  readonly of?: string;
}

/** A field of a body, as far as anybody has described it. A plain text is the type of an optional one. */
export interface BodyField {
  readonly type: string;
  readonly required: boolean;
  readonly nullable?: boolean;
  readonly source?: string;
  readonly enum?: readonly string[];
  readonly fields?: Readonly<Record<string, BodyField | string>>;
}

/** The body of a method. */
export interface Body {
  readonly type: string;
  readonly required: boolean;
  readonly fields?: Readonly<Record<string, BodyField>>;
  /** It probably takes the fields of this type, without some. */
  readonly guess?: { readonly likeType: string; readonly without: readonly string[] };
}

/** One method of the vendor's own client. */
export interface Method {
  readonly name: string;
  readonly verb: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query: Readonly<Record<string, { readonly type: string; readonly required: boolean }>>;
  readonly body: Body | null;
  readonly ifMatch: boolean;
  readonly idempotencyKey: boolean;
  readonly response: string | null;
  readonly responseShape: 'item' | 'page' | 'array' | 'none';
  readonly cursorPaged?: boolean;
}

/** A resource or, with `self`, a scope of the vendor's own client. */
export interface Resource {
  readonly name: string;
  /** The object within which it lives; `root` and `account` are the client itself. */
  readonly scope: 'root' | 'account' | 'issuer' | 'agent' | 'organization' | 'user' | 'webhook';
  /** How it is reached, such as `issuer(issuer_id).users`; null: the vendor's client has the class and no way to it. */
  readonly accessor: string | null;
  readonly basePath: string;
  readonly self?: boolean;
  readonly methods: readonly Method[];
}

/** A resource of version 0.3.0 of the vendor's own client. */
interface Resource030 {
  readonly accessor: string;
  readonly methods: readonly {
    readonly name: string;
    readonly verb: string;
    readonly path: string;
    /** The same operation today; null: there never was one. */
    readonly same: string | null;
    readonly replacement?: string;
  }[];
}

/** The API as data. */
export interface Contract {
  readonly resources: readonly Resource[];
  readonly resources030: readonly Resource030[];
  readonly types: Readonly<Record<string, ContractType>>;
  /** Those of version 0.3.0. */
  readonly types030: Readonly<Record<string, ContractType>>;
}

/** Reads the contract, of which the repository has one copy. */
export function readContract(root: string): Contract {
  const file = join(root, 'testing/emulators/src/authpi/contract.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Contract; // its shape is what the interfaces above say, as far as they go
}

/** The ids that a scope fills in, outermost first. */
export const scopeParameters: Readonly<Record<Resource['scope'], readonly string[]>> = {
  root: [],
  account: ['account_id'],
  issuer: ['account_id', 'issuer_id'],
  agent: ['account_id', 'issuer_id', 'agent_id'],
  organization: ['account_id', 'issuer_id', 'org_id'],
  user: ['account_id', 'issuer_id', 'user_id'],
  webhook: ['account_id', 'webhook_id'],
};

/** The ids that a method takes itself. */
export function ownParameters({ path }: Method, { scope }: Resource): readonly string[] {
  const all = Array.from(path.matchAll(/\{([^}]+)\}/g), ([, name]) => name ?? '');
  return all.filter((name) => !scopeParameters[scope].includes(name));
}
