import { objectOf } from './records/record.ts';
import type { Fields } from './records/record.ts';

/** What version 0.3.0 of the vendor's client sends, as the API takes it today. */
const translations: Readonly<Record<string, (body: Fields) => Fields>> = {
  'users.create': ({ email, ...body }) =>
    withDisplayName(email === undefined ? body : { username_type: 'email', username: email, ...body }),
  'users.update': withDisplayName,
  'webhooks.create': (body) => ({ name: 'Webhook', auth: { type: 'none' }, events: [], ...body }),
};

/** Translates a body of version 0.3.0; others stay as they are. */
export function fromLegacy(operationId: string, body: Fields | undefined): Fields | undefined {
  return body === undefined ? undefined : (translations[operationId]?.(body) ?? body);
}

function withDisplayName({ display_name, ...body }: Fields): Fields {
  return display_name === undefined ? body : { ...body, profile: { ...objectOf(body, 'profile'), display_name } };
}
