import type { CallOptions } from '@keyrack/http';
import { JsonReader } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import type { RawCallOptions, ReadCallOptions } from '../call-options.ts';
import type { Caller } from '../caller.ts';
import { secretOf } from '../login.ts';
import { checkText, refuseUnknown } from '../write-columns.ts';

/** Name and password of a user. */
export interface SessionLogin {
  readonly username: string;
  readonly password: string | Secret;
}

/** What logging in gives. */
export interface CreatedSession {
  /** Stands for name and password until it is ended; lost, it cannot be asked for again. */
  readonly token: Secret;
}

/** Sessions: tokens that stand for a password until they are ended. */
export class SessionsResource {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Logs a user in. The token is what `new VergeOSClient({ sessionToken })` takes.
   *
   * Source: `POST /api/sys/tokens`
   * @throws {AuthenticationError} when name and password are not taken.
   * @throws {HttpError}
   */
  create(login: SessionLogin, options: RawCallOptions): Promise<unknown>;
  create(login: SessionLogin, options?: ReadCallOptions): Promise<CreatedSession>;
  async create(login: SessionLogin, options?: ReadCallOptions): Promise<unknown> {
    refuseUnknown('a login', login, ['username', 'password']);
    const { username, password } = login;
    const body = { login: checkText('username', username, { least: 1, most: Infinity }), password: secretOf('password', password) };
    const decode = (answer: unknown): CreatedSession => ({ token: new Secret(JsonReader.of(answer).requiredText('$key')) });
    return this.#caller.read({ method: 'POST', route: '/api/sys/tokens', body, decode }, options);
  }

  /**
   * Ends a session.
   *
   * Source: `DELETE /api/sys/tokens/{token}`
   * @throws {NotFoundError} when there is none any more.
   * @throws {HttpError}
   */
  async delete(token: string | Secret, options?: CallOptions): Promise<void> {
    const parameters = { token: secretOf('token', token) };
    return this.#caller.change({ method: 'DELETE', route: '/api/sys/tokens/{token}', parameters }, options);
  }
}
