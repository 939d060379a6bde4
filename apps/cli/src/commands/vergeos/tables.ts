import type { VergeOSInput, VergeOSMethod } from './method.ts';
import { rowKey } from './selectors.ts';

const defaultFields = ['all'] as const;
const target = ({ ids: [table = '', key = ''] }: VergeOSInput): { readonly table: string; readonly key: string | number } => ({
  table,
  key: rowKey(key),
});

/** What can be done with any table of the system, in the system's own words. */
export const tableMethods: readonly VergeOSMethod[] = [
  {
    words: 'tables list <table>',
    kind: 'list',
    takes: ['filter', 'fields'],
    list: (client, { ids: [table = ''], fields = defaultFields, filter, signal }) =>
      client.table(table).listAll({ fields, ...(filter === undefined ? {} : { filter }) }, { signal }),
  },
  {
    words: 'tables get <table> <key>',
    kind: 'read',
    takes: ['fields'],
    read: (client, input) => {
      const { table, key } = target(input);
      return client.table(table).get(key, { fields: input.fields ?? defaultFields, signal: input.signal });
    },
  },
  {
    words: 'tables schema <table>',
    kind: 'read',
    takes: [],
    read: (client, { ids: [table = ''], signal }) => client.table(table).schema({ signal }),
  },
  {
    words: 'tables create <table>',
    kind: 'change',
    takes: ['body'],
    prepare: ({ prepare }, { ids: [table = ''], body }) => prepare.table(table).create({ ...body }),
  },
  {
    words: 'tables update <table> <key>',
    kind: 'change',
    takes: ['body'],
    prepare: ({ prepare }, input) => {
      const { table, key } = target(input);
      return prepare.table(table).update(key, { ...input.body });
    },
  },
  {
    words: 'tables delete <table> <key>',
    kind: 'change',
    takes: [],
    isFinal: true,
    prepare: ({ prepare }, input) => {
      const { table, key } = target(input);
      return prepare.table(table).delete(key);
    },
  },
  {
    words: 'tables action <table> <key> <action>',
    kind: 'change',
    takes: ['body'],
    prepare: ({ prepare }, input) => {
      const { table, key } = target(input);
      return prepare.table(table).action(key, input.ids[2] ?? '', { parameters: { ...input.body } });
    },
  },
];
