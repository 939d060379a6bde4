import { NotKnownError } from '../../kit/not-known.ts';
import { AddressList } from '../access/address-list.ts';
import { failedValidation } from '../api-error.ts';
import { number, stamp, text } from '../rows/column.ts';
import { nameOf } from '../rows/reference.ts';
import type { Row } from '../rows/row.ts';
import { numberOf, textOf } from '../rows/row.ts';
import type { Fields, TableKind, Write } from '../rows/rules.ts';
import { randomSecret } from '../random.ts';
import { refuseControlCharacters } from './names.ts';

/** Where in the receipt a new key's secret stands; `none` leaves it out. */
export type SecretPlace = (typeof secretPlaces)[number];

/** The first is where the real system puts it; readers of its API have looked in the others too. */
export const secretPlaces = ['response.private_key', 'response.token', 'private_key', 'token', 'key', 'none'] as const;

/** API keys. A key may do what its user may do; its secret is in the receipt of its creation and nowhere else. */
export const userApiKeys: TableKind = {
  schema: {
    name: 'user_api_keys',
    columns: {
      user: number({ access: 'at-creation', refersTo: 'users' }),
      name: text({ length: { from: 1, to: 128 } }),
      description: text({ initial: '', length: { from: 0, to: 2048 } }),
      created: stamp(),
      expires: number({ initial: 0 }),
      expires_type: text({ initial: 'date', oneOf: ['never', 'date'] }),
      lastlogin_stamp: stamp(),
      lastlogin_ip: text({ initial: '', access: 'read-only' }),
      ip_allow_list: text(),
      ip_deny_list: text(),
    },
    shortFields: ['$key', 'name'],
    unique: [['user', 'name']],
    display: nameOf,
  },
  rules: {
    creating: (row, { server, sent }) => {
      refuseControlCharacters(row, 'name');
      checkAddressLists(row);
      return { ...row, expires: expiryOf(row, sent, server.nowSeconds), created: server.nowSeconds };
    },
    created: (row, write) => {
      const secret = randomSecret();
      write.server.secrets.set(row.$key, secret);
      return withSecret(write, secret);
    },
    updating: (row, before, { server, sent }) => {
      refuseControlCharacters(row, 'name');
      if ('ip_allow_list' in sent || 'ip_deny_list' in sent) checkAddressLists(row);
      if (!('expires' in sent) && !('expires_type' in sent)) return row;
      if (!('expires_type' in sent) && before['expires_type'] === 'never') {
        throw new NotKnownError('what "expires" does to a key that never expires when no "expires_type" is sent');
      }
      return { ...row, expires: expiryOf(row, { expires_type: row['expires_type'], ...sent }, server.nowSeconds) };
    },
  },
};

function expiryOf(row: Row, sent: Fields, nowSeconds: number): number {
  const expires = numberOf(row, 'expires');
  if (!('expires' in sent) && !('expires_type' in sent)) {
    throw new NotKnownError('when a key expires whose creation names neither "expires" nor "expires_type"');
  }
  if (row['expires_type'] === 'never') {
    if ('expires' in sent && expires !== 0) throw new NotKnownError('what "expires" does beside "expires_type": "never"');
    return 0;
  }
  if (!('expires' in sent) || expires === 0) throw new NotKnownError('when a key expires by date that is given no date');
  if (expires <= nowSeconds) throw new NotKnownError('whether a key may be given an expiry in the past');
  return expires;
}

/** An address that is allowed cannot be denied. The status is the likely one; it has not been seen. */
function checkAddressLists(row: Row): void {
  const [allowed, denied] = (['ip_allow_list', 'ip_deny_list'] as const).map((column) => {
    const list = AddressList.parse(textOf(row, column));
    if (list === undefined) throw new NotKnownError(`how "${column}" is answered when it holds what is neither address nor range`);
    return list;
  });
  if (allowed === undefined || denied === undefined) return;
  if (allowed.encloses(denied)) throw failedValidation('ip_deny_list');
  if (allowed.meets(denied)) throw new NotKnownError('how a denied range is answered that an allowed one lies in');
}

function withSecret({ server }: Write, secret: string): Fields {
  switch (server.secretPlace) {
    case 'response.private_key':
      return { response: { private_key: secret } };
    case 'response.token':
      return { response: { token: secret } };
    case 'none':
      return {};
    default:
      return { [server.secretPlace]: secret };
  }
}
