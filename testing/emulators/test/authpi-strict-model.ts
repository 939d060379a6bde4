import { readFileSync } from 'node:fs';

interface ModelField {
  readonly type: string;
  readonly nullable: boolean;
  readonly optional: boolean;
}

interface Model {
  readonly kind: string;
  readonly of?: string;
  readonly values?: readonly string[];
  readonly fields?: Readonly<Record<string, ModelField>>;
}

/** One method of the vendor's client, as the contract lists it. */
export interface ContractMethod {
  readonly name: string;
  readonly verb: string;
  readonly path: string;
  readonly response: string | null;
  readonly responseShape: 'item' | 'page' | 'array' | 'none';
  /** In the list of version 0.3.0: the method of today that sends the same, or `null`. */
  readonly same?: string | null;
}

interface Resource {
  readonly name: string;
  readonly methods: readonly ContractMethod[];
}

/** The contract, read by itself so that a mistake of the emulator's own reading shows. */
export const contract = JSON.parse(readFileSync(new URL('../src/authpi/contract.json', import.meta.url), 'utf8')) as {
  readonly resources: readonly Resource[];
  readonly resources030: readonly Resource[];
  readonly types: Readonly<Record<string, Model>>;
};

/** What the strict models of the vendor's client 1.4.0 would refuse in an answer. */
export function refusals({ response, responseShape }: ContractMethod, body: unknown): readonly string[] {
  if (responseShape === 'none') return body === undefined ? [] : ['there is a body'];
  const { data, ...envelope } = body as Readonly<Record<string, unknown>>; // the tests send nothing else here
  const type = response ?? 'object';
  switch (responseShape) {
    case 'item':
      return [...Object.keys(envelope).map((name) => `"${name}" beside data`), ...problems('data', { type, nullable: false }, data)];
    case 'array':
      return problems('data', { type: `${type}[]`, nullable: false }, data);
    case 'page':
      return [
        ...problems('data', { type: `${type}[]`, nullable: false }, data),
        ...problems('has_more', { type: 'boolean', nullable: false }, envelope['has_more']),
        ...problems('next_cursor', { type: 'string', nullable: true }, envelope['next_cursor']),
      ];
  }
}

function problems(place: string, { type, nullable }: Pick<ModelField, 'type' | 'nullable'>, value: unknown): readonly string[] {
  if (value === null) return nullable ? [] : [`${place} is null`];
  if (type.endsWith('[]')) {
    if (!Array.isArray(value)) return [`${place} is no list`];
    return value.flatMap((item: unknown, index) => problems(`${place}[${index}]`, { type: type.slice(0, -2), nullable: false }, item));
  }
  const model = contract.types[type];
  if (model === undefined) return fits(type, value) ? [] : [`${place} is not of type ${type}`];
  if (model.of !== undefined) return problems(place, { type: model.of, nullable }, value);
  if (model.values !== undefined) return model.values.some((known) => known === value) ? [] : [`${place} is none of ${type}`];
  if (typeof value !== 'object') return [`${place} is no object`];
  const given = value as Readonly<Record<string, unknown>>; // an object, checked above
  return Object.entries(model.fields ?? {}).flatMap(([name, field]) => {
    const inner = given[name];
    if (inner === undefined) return field.optional ? [] : [`${place}.${name} is missing`];
    return problems(`${place}.${name}`, field, inner);
  });
}

function fits(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && !Array.isArray(value);
  return typeof value === type;
}
