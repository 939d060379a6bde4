import { NotKnownError } from '../../kit/not-known.ts';
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
  readonly #fromBefore = new Set<string>();

  open(userKey: number, createdAtMs: number): Session {
    const session = { token: randomToken(), userKey, createdAtMs };
    this.#sessions.set(session.token, session);
    return session;
  }

  /** The user's key. @throws {NotKnownError} for a session that was opened before a restart */
  userOf(token: string): number | undefined {
    if (this.#fromBefore.has(token)) throw new NotKnownError('whether a session outlives a restart of the system');
    return this.#sessions.get(token)?.userKey;
  }

  close(token: string): void {
    this.#sessions.delete(token);
  }

  restarted(): void {
    for (const token of this.#sessions.keys()) this.#fromBefore.add(token);
  }

  get all(): readonly Session[] {
    return [...this.#sessions.values()];
  }
}
