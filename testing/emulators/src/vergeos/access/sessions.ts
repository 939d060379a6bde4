import { randomToken } from '../random.ts';

/** One login. */
export interface Session {
  readonly token: string;
  readonly userKey: number;
  readonly createdAtMs: number;
}

/** Who is logged in. Sessions of the real system end after some time without a call; how long that is is not known. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  open(userKey: number, createdAtMs: number): Session {
    const session = { token: randomToken(), userKey, createdAtMs };
    this.#sessions.set(session.token, session);
    return session;
  }

  /** The user's key. */
  userOf(token: string): number | undefined {
    return this.#sessions.get(token)?.userKey;
  }

  close(token: string): void {
    this.#sessions.delete(token);
  }

  get all(): readonly Session[] {
    return [...this.#sessions.values()];
  }
}
