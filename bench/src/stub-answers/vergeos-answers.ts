import { jsonAnswer } from './json-answer.ts';
import type { StubAnswers } from './json-answer.ts';

const fields =
  '$key,user,user#name as user_name,name,description,created,expires,lastlogin_stamp,lastlogin_ip,ip_allow_list,ip_deny_list,user#name as user_name';

/** 1,000 API keys as an emulated system shows them, whole or in the pages that are asked for; the system and its user; every POST gives a new key. */
export async function vergeosAnswers(): Promise<StubAnswers> {
  // Loaded here: only these answers need it.
  const { startVergeOSEmulator } = await import('@keyrack/emulators');
  const { VergeOSClient } = await import('@keyrack/vergeos');
  await using emulator = await startVergeOSEmulator({ seedKeys: 999 });
  const { url, username, password, certSha256 } = emulator;
  await using vergeos = new VergeOSClient({ baseUrl: url, username, password, certSha256 });
  const raw = { raw: true } as const;
  const keys = ((await vergeos.apiKeys.list({ fields: fields.split(',') }, raw)) as readonly object[]).map((key) => JSON.stringify(key)); // a list of rows
  const system = jsonAnswer('200 OK', JSON.stringify(await vergeos.system.get(raw)));
  const user = jsonAnswer('200 OK', JSON.stringify(await vergeos.users.get(1, raw)));
  const created = jsonAnswer('201 Created', JSON.stringify(await vergeos.apiKeys.create({ user: 1, name: 'deploy' }, raw)));
  const pages = new Map<string, Buffer>();
  return (method, target) => {
    if (method !== 'GET') return created;
    if (target.startsWith('/api/v4/system')) return system;
    if (target.startsWith('/api/v4/users')) return user;
    const query = new URL(target, 'https://localhost').searchParams;
    const [offset, limit] = [Number(query.get('offset') ?? 0), Number(query.get('limit') ?? Infinity)];
    const place = `${offset} ${limit}`;
    const page = pages.get(place) ?? jsonAnswer('200 OK', `[${keys.slice(offset, offset + limit).join(',')}]`);
    pages.set(place, page);
    return page;
  };
}
