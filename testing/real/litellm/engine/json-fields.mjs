// The GraphQL protocol sends Json as a string and takes nothing else for it; the JSON protocol takes every value for Json. So the
// types of fields are needed: to tag the strings, and to refuse the rest, null above all, as the binary does.

/** A value that the binary would not take. Its message is the binary's. */
export class Refused extends Error {}

const operands = new Set(['equals', 'not', 'array_contains', 'array_starts_with', 'array_ends_with', 'gt', 'gte', 'lt', 'lte']);

/** The fields of each model with their types, as a Prisma schema has them. */
export function fieldTypes(datamodel) {
  const models = new Map();
  for (const [, name, body] of datamodel.matchAll(/^model\s+(\w+)\s*\{([\s\S]*?)^\}/gm)) {
    models.set(name, new Map([...body.matchAll(/^\s*(\w+)\s+(\w+)/gm)].map(([, field, type]) => [field, type])));
  }
  return models;
}

/** The arguments of an operation on a model, with every Json value tagged. @throws {Refused} */
export function tagArguments(models, model, given) {
  const tagged = Object.entries(given).map(([path, node]) => [path, tag(models, node, { model, path, writing: path !== 'where' })]);
  return Object.fromEntries(tagged);
}

function tag(models, node, place) {
  if (Array.isArray(node)) return node.map((child) => tag(models, child, place));
  if (node === null || typeof node !== 'object' || node.$type) return node;
  const { model, writing } = place;
  const fields = Object.entries(node).map(([name, child]) => {
    const type = models.get(model)?.get(name);
    const path = `${place.path}.${name}`;
    if (type === 'Json') return [name, writing ? written(child, path) : filter(child)];
    const inner = { model: models.has(type) ? type : model, path, writing: writing && !(name === 'where' && !type) };
    return [name, tag(models, child, inner)];
  });
  return Object.fromEntries(fields);
}

function json(node) {
  return typeof node === 'string' ? { $type: 'Json', value: node } : node;
}

function filter(node) {
  if (Array.isArray(node)) return node.map(json);
  if (node === null || typeof node !== 'object' || node.$type) return json(node);
  return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, operands.has(name) ? filter(child) : child]));
}

function written(node, path) {
  if (node?.$type === 'Enum') return node;
  if (node === null) refuse(path, 'A value is required but not set');
  if (typeof node !== 'string') refuse(path, 'Invalid argument type');
  return json(node);
}

/** The engine tries both input types of the operation, and for each the two forms that a Json field can have. */
function refuse(path, reason) {
  const union = (errors) => `Unable to match input value to any allowed input type for the field. Parse errors: [${errors.join(', ')}]`;
  const one = `\`${path}\`: ${reason}`;
  throw new Refused(union([union([one, one]), union([one, one])]));
}
