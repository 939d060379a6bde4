import type { ControlCall, ControlRoutes } from '../kit/control-routes.ts';
import { ControlError, onlyFields, textField } from '../kit/control-routes.ts';
import { durationMs } from '../kit/duration.ts';
import { jsonAnswer } from '../kit/exchange.ts';
import type { AuthPISystem } from './authpi-system.ts';
import { newAccessToken } from './access-tokens.ts';
import type { ControlledRecord } from './controlled-records.ts';
import { addRecord } from './controlled-records.ts';
import { kinds } from './records/kinds.ts';
import { objectOf } from './records/record.ts';

/** The control paths that only AuthPI has. */
export function authpiControls(system: AuthPISystem): ControlRoutes {
  return {
    'POST /_emulator/access-tokens': (call) => {
      const token = newAccessToken(system.server, readTokenRequest(call));
      return jsonAnswer(201, { accessToken: token.token, userId: token.userId, expiresAtMs: token.expiresAtMs });
    },
    'POST /_emulator/accounts': ({ fields }) => {
      onlyFields(fields, []);
      const account = system.server.addAccount(system.server.newId('acc'), system.server.newId('org'));
      return jsonAnswer(201, { accountId: account.id });
    },
    'POST /_emulator/records': ({ fields }) => jsonAnswer(201, { id: addRecord(system.server, readRecord(fields)) }),
    'POST /_emulator/deliveries/settle': async ({ fields }) => {
      onlyFields(fields, []);
      await system.server.deliveries.settled();
      return jsonAnswer(200, { settled: true });
    },
    'POST /_emulator/restart': ({ fields }) => {
      onlyFields(fields, []);
      system.restarted();
      return jsonAnswer(200, { restarted: true });
    },
  };
}

function readTokenRequest({ fields }: ControlCall): Parameters<typeof newAccessToken>[1] {
  onlyFields(fields, ['userId', 'accounts', 'scopes', 'expiresIn']);
  const userId = textField(fields, 'userId');
  const accountIds = textsField(fields, 'accounts');
  const scopes = textsField(fields, 'scopes');
  return {
    ...(userId === undefined ? {} : { userId }),
    ...(accountIds === undefined ? {} : { accountIds }),
    ...(scopes === undefined ? {} : { scopes }),
    ...(fields['expiresIn'] === undefined ? {} : { lifetimeMs: durationMs(fields['expiresIn']) }),
  };
}

function readRecord(fields: ControlCall['fields']): ControlledRecord {
  onlyFields(fields, ['kind', 'id', 'within', 'fields']);
  const kind = textField(fields, 'kind', kinds);
  const id = textField(fields, 'id');
  const within = textsField(fields, 'within');
  if (kind === undefined) throw new ControlError('a record needs "kind"');
  return { kind, fields: objectOf(fields, 'fields'), ...(id === undefined ? {} : { id }), ...(within === undefined ? {} : { within }) };
}

function textsField(fields: ControlCall['fields'], name: string): readonly string[] | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new ControlError(`"${name}" must be a list of texts`);
}
