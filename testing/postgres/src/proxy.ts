import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';

/** Where a connection is cut: at a statement on its way to the server, or at the server's answer to it. */
export interface Cut {
  readonly statement: RegExp;
  readonly when: 'before' | 'after';
  /** How many connections are cut. @default 1 */
  readonly times?: number;
  /** Counts only on connections on which such a statement was sent before. @default all */
  readonly after?: RegExp;
  /** How many such statements pass first. @default 0 */
  readonly skip?: number;
}

/** Stands between a client and a PostgreSQL and cuts connections as a failing network would. */
export interface PostgresProxy extends AsyncDisposable {
  /** For `?host=` of an address. */
  readonly socketFolder: string;
  /** The next connections on which such a statement is sent are cut there. */
  cut(cut: Cut): void;
  /** How many connections were cut. */
  readonly cuts: number;
}

const socketName = '.s.PGSQL.5432';

/** Starts a proxy in front of the server behind another socket. */
export async function postgresProxy(serverFolder: string): Promise<PostgresProxy> {
  const folder = mkdtempSync('/tmp/keyrack-pgx-'); // short: the path of a socket has at most 107 bytes
  const open = new Set<Socket>();
  const state = { cut: null as Cut | null, skip: 0, left: 0, cuts: 0 };
  const isHit = (statement: string): boolean => {
    if (state.left === 0 || state.cut?.statement.test(statement) !== true) return false;
    if (state.skip > 0) {
      state.skip -= 1;
      return false;
    }
    state.left -= 1;
    state.cuts += 1;
    return true;
  };
  const server = createServer((client) => {
    const upstream = connect(join(serverFolder, socketName));
    const end = (): void => void (client.destroy(), upstream.destroy());
    const sent: string[] = [];
    let doomed = false;
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', end).on('close', () => {
        open.delete(socket);
        end();
      });
    }
    client.on('data', (chunk) => {
      // Statements are short enough to come in one piece, and each is sent when the one before was answered.
      const statement = chunk.toString('latin1');
      const counts = state.cut?.after === undefined || sent.some((earlier) => state.cut?.after?.test(earlier));
      const hit = counts && isHit(statement);
      sent.push(statement);
      if (hit && state.cut?.when === 'before') return end();
      doomed ||= hit;
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => (doomed ? end() : client.write(chunk)));
  });
  await new Promise<void>((resolve) => server.listen(join(folder, socketName), resolve));
  return {
    socketFolder: folder,
    cut(cut) {
      state.cut = cut;
      state.left = cut.times ?? 1;
      state.skip = cut.skip ?? 0;
    },
    get cuts() {
      return state.cuts;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
