import type { Body, BodyField, Contract, Method, Resource } from './contract.ts';
import { pascalCase } from './naming.ts';
import { resourceWords } from './words/resources.ts';

/** A field of a body that is only described in part. */
export interface InputField {
  readonly type: string;
  readonly required: boolean;
  readonly nullable: boolean;
  readonly inferred: boolean;
  readonly enum?: readonly string[];
  readonly fields?: Readonly<Record<string, BodyField | string>>;
}

/** What a method takes as its body. */
export type InputType =
  /** Nothing, or nothing that anybody has described. */
  | { readonly kind: 'none' | 'undescribed' }
  /** A type of the contract. */
  | { readonly kind: 'typed'; readonly name: string }
  /** A type made of what is known; the service may take more. */
  | { readonly kind: 'partial'; readonly name: string; readonly about: string; readonly fields: Readonly<Record<string, InputField>> };

/** Finds out what is known of a method's body. */
export function inputOf(contract: Contract, resource: Resource, method: Method): InputType {
  const { body } = method;
  if (body === null) return { kind: 'none' };
  const type = contract.types[body.type];
  if (type !== undefined && type.kind !== 'alias') return { kind: 'typed', name: body.type };
  const fields = { ...guessed(contract, body), ...described(body) };
  if (Object.keys(fields).length === 0) return { kind: 'undescribed' };
  // A scope changes what the resource beside it changes.
  const { single, one } = wordsOf(contract, resource, method);
  const [verb = ''] = method.name.split('_');
  const about = verb === 'update' ? `What shall change about ${one}; what is absent stays.` : `What ${verbOf(verb)} ${one} takes.`;
  return { kind: 'partial', name: `${pascalCase(verb)}${single}Input`, about: `${about} The service may take more fields.`, fields };
}

function wordsOf(contract: Contract, resource: Resource, { verb, path }: Method): { readonly single: string; readonly one: string } {
  const owner = contract.resources.find(
    ({ self, methods }) => self !== true && methods.some((other) => other.verb === verb && other.path === path),
  );
  const words = resourceWords[(owner ?? resource).name];
  if (words === undefined) throw new Error(`words/resources.ts says nothing about ${resource.name}`);
  return words;
}

function verbOf(verb: string): string {
  return { create: 'making', add: 'adding', assign: 'assigning', introspect: 'introspecting' }[verb] ?? verb;
}

function described({ fields = {} }: Body): Record<string, InputField> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { type, required, nullable = !required, source, enum: values, fields: inner }]) => [
      name,
      {
        type,
        required,
        nullable,
        inferred: source === 'inferred',
        ...(values === undefined ? {} : { enum: values }),
        ...(inner === undefined ? {} : { fields: inner }),
      },
    ]),
  );
}

function guessed({ types }: Contract, { guess }: Body): Record<string, InputField> {
  const fields = Object.entries(types[guess?.likeType ?? '']?.fields ?? {}).filter(([name]) => guess?.without.includes(name) !== true);
  return Object.fromEntries(
    fields.map(([name, { type, enum: values }]) => [
      name,
      { type, required: false, nullable: true, inferred: true, ...(values === undefined ? {} : { enum: values }) },
    ]),
  );
}
