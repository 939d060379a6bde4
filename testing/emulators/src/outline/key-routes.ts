import { internal, invalidArgument, missingParameter } from './api-error.ts';
import type { NewKey } from './outline-server.ts';
import type { ApiCall, Route } from './router.ts';
import { limitValue, numberValue, textValue } from './values.ts';

/** The paths of access keys. */
export const keyRoutes: readonly Route[] = [
  { method: 'GET', template: '/access-keys', handler: async ({ keyList }) => ({ status: 200, body: await keyList.body() }) },
  {
    method: 'POST',
    template: '/access-keys',
    handler: (server, call) => {
      if (call.values['id']) throw invalidArgument('Parameter `id` is not allowed');
      return { status: 201, body: server.keys.json(server.createKey(newKey(undefined, call.values))) };
    },
  },
  {
    method: 'PUT',
    template: '/access-keys/:id',
    handler: (server, call) => ({ status: 201, body: server.keys.json(server.createKey(newKey(idOf(call), call.values))) }),
  },
  {
    method: 'GET',
    template: '/access-keys/:id',
    handler: (server, call) => ({ status: 200, body: server.keys.json(server.key(idOf(call))) }),
  },
  {
    method: 'DELETE',
    template: '/access-keys/:id',
    handler: (server, call) => {
      server.deleteKey(idOf(call));
      return { status: 204 };
    },
  },
  {
    method: 'PUT',
    template: '/access-keys/:id/name',
    handler: (server, call) => {
      const id = idOf(call);
      const name = call.values['name'];
      if (!name) throw missingParameter('name');
      if (typeof name !== 'string') throw invalidArgument('Parameter `name` must be of type string');
      server.renameKey(id, name);
      return { status: 204 };
    },
  },
  {
    method: 'PUT',
    template: '/access-keys/:id/data-limit',
    handler: (server, call) => {
      const id = idOf(call);
      server.setKeyLimit(id, limitValue(call.values['limit'], unguardedNull));
      return { status: 204 };
    },
  },
  {
    method: 'DELETE',
    template: '/access-keys/:id/data-limit',
    handler: (server, call) => {
      server.setKeyLimit(idOf(call), undefined);
      return { status: 204 };
    },
  },
];

/** Only this path lets the runtime's own words out. */
const unguardedNull = () => internal("TypeError: Cannot read properties of null (reading 'bytes')");

function idOf({ id }: ApiCall): string {
  if (id === undefined) throw missingParameter('id');
  return id;
}

/** Types are looked at in this order, before anything else. */
function newKey(id: string | undefined, values: Readonly<Record<string, unknown>>): NewKey {
  const method = textValue(values['method'] || '', 'encryptionMethod') ?? '';
  const name = textValue(values['name'] || '', 'name') ?? '';
  const dataLimit = limitValue(values['limit']);
  const password = textValue(values['password'], 'password');
  const port = numberValue(values['port'], 'port');
  return { id, method, name, dataLimit, password, port };
}
