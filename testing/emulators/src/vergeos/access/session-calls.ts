import type { EmulatedAnswer, EmulatedRequest } from '../../kit/exchange.ts';
import { NotKnownError } from '../../kit/not-known.ts';
import type { Answering } from '../answers.ts';
import { notFound } from '../api-error.ts';
import { readBody } from '../request-body.ts';
import type { VergeOSServer } from '../vergeos-server.ts';
import type { Caller } from './caller.ts';
import { logIn } from './credentials.ts';

/** `POST /api/sys/tokens`: a login by name and password. @throws {ApiError} @throws {NotKnownError} */
export function openSession(server: VergeOSServer, request: EmulatedRequest, answer: Answering): EmulatedAnswer {
  if (request.method !== 'POST') throw new NotKnownError(`how ${request.method} of sessions is answered`);
  const { login, password } = readBody(request);
  if (typeof login !== 'string' || typeof password !== 'string') {
    throw new NotKnownError('how a login without name or password is answered');
  }
  const user = logIn(server, login, password);
  server.rows('users').replace({ ...user, last_login: server.nowSeconds });
  const { token } = server.sessions.open(user.$key, server.nowMs);
  server.history.add('sessions.create', { key: user.$key });
  return answer.json(200, { location: `/sys/tokens/${token}`, dbpath: `tokens/${token}`, $row: 1, $key: token });
}

/** `DELETE /sys/tokens/{token}`: a logout. @throws {ApiError} @throws {NotKnownError} */
export function closeSession(
  server: VergeOSServer,
  {
    method,
    caller,
    token,
    answer,
  }: { readonly method: string; readonly caller: Caller; readonly token: string; readonly answer: Answering },
): EmulatedAnswer {
  if (method !== 'DELETE') throw new NotKnownError(`how ${method} of a session is answered`);
  const userKey = server.sessions.userOf(token);
  if (userKey === undefined) throw notFound();
  if (userKey !== caller.user.$key) throw new NotKnownError('whether a user may end the session of another');
  server.sessions.close(token);
  server.history.add('sessions.delete', { key: userKey });
  return answer.json(200, {});
}
