// Between the two protocols of the engine. Nothing of a query is interpreted: a GraphQL document is rewritten as the same document
// of the JSON protocol, and the tagged scalars of the answer are unwrapped again.
import { parse } from 'graphql';
import { tagArguments } from './json-fields.mjs';

const operation =
  /^(findUnique|findFirst|findMany|createOne|createMany|createManyAndReturn|updateOne|updateMany|deleteOne|deleteMany|upsertOne|aggregate|groupBy)(.*?)(OrThrow)?$/;

/** A GraphQL document as one of the JSON protocol. @param models from `fieldTypes` */
export function rewrite(document, models) {
  const field = parse(document, { noLocation: true }).definitions[0].selectionSet.selections[0];
  const name = field.name.value;
  if (name === 'queryRaw' || name === 'executeRaw') return { action: name, query: { arguments: given(field), selection: {} } };
  const match = operation.exec(name);
  if (!match) throw new Error(`unknown operation ${name}`);
  const [, action, modelName, orThrow = ''] = match;
  const query = { arguments: tagArguments(models, modelName, given(field)), selection: selection(field, modelName, models) };
  return { modelName, action: action + orThrow, query };
}

function given(field) {
  return Object.fromEntries((field.arguments ?? []).map((argument) => [argument.name.value, value(argument.value)]));
}

function selection(field, model, models) {
  const selected = {};
  for (const child of field.selectionSet?.selections ?? []) {
    const name = child.name.value;
    const type = models.get(model)?.get(name);
    const inner = models.has(type) ? type : model;
    const isPlain = !child.selectionSet && !child.arguments?.length;
    selected[name] = isPlain || { arguments: tagArguments(models, inner, given(child)), selection: selection(child, inner, models) };
  }
  return selected;
}

function value(node) {
  switch (node.kind) {
    case 'IntValue': {
      const number = Number(node.value);
      return Number.isSafeInteger(number) ? number : { $type: 'BigInt', value: node.value };
    }
    case 'FloatValue':
      return Number(node.value);
    case 'EnumValue':
      return { $type: 'Enum', value: node.value };
    case 'StringValue':
    case 'BooleanValue':
      return node.value;
    case 'NullValue':
      return null;
    case 'ListValue':
      return node.values.map(value);
    case 'ObjectValue':
      return Object.fromEntries(node.fields.map((field) => [field.name.value, value(field.value)]));
    default:
      throw new Error(`unexpected GraphQL value ${node.kind}`);
  }
}

/** An answer of the JSON protocol as the GraphQL protocol gives it. */
export function unwrap(reply) {
  if (reply.batchResult) return { ...reply, batchResult: reply.batchResult.map(unwrap) };
  if (!reply.data) return reply;
  const [name, result] = Object.entries(reply.data)[0];
  return { ...reply, data: { result: name === 'queryRaw' ? rawRows(result) : name === 'executeRaw' ? result : plain(result) } };
}

function plain(node) {
  if (Array.isArray(node)) return node.map(plain);
  if (node === null || typeof node !== 'object') return node;
  if (typeof node.$type === 'string') return node.value;
  return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, plain(child)]));
}

/** The Python client reads raw rows as engine 5.4 wrote them: one tagged object a row. */
function rawRows({ columns, types, rows }) {
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, rawCell(types[index], row[index])])));
}

function rawCell(type, cell) {
  if (cell === null) return { prisma__type: 'null', prisma__value: null };
  if (!type.endsWith('-array')) return { prisma__type: type, prisma__value: cell };
  return { prisma__type: 'array', prisma__value: cell.map((item) => rawCell(type.slice(0, -'-array'.length), item)) };
}
