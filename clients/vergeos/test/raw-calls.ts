import { request } from 'node:https';
import type { VergeOSEmulator } from '@keyrack/emulators';

/** Calls the emulator without any of our code. Gives the `$key` in the answer, where there is one. */
export function call(emulator: VergeOSEmulator, method: string, path: string, body?: object): Promise<number> {
  const { username, password, url } = emulator;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const outgoing = request(
    `${url}/api/v4${path}`,
    { method, auth: `${username}:${password}`, rejectUnauthorized: false, agent: false },
    (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if ((answer.statusCode ?? 0) >= 300) return reject(new Error(`${method} ${path} was answered with ${answer.statusCode}: ${text}`));
        const parsed: unknown = JSON.parse(text);
        resolve(Number(typeof parsed === 'object' && parsed !== null && '$key' in parsed ? parsed.$key : Number.NaN));
      });
    },
  );
  outgoing.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}

/** Makes a user with the rights that every new user has. */
export function createUser(emulator: VergeOSEmulator, name: string, fields: object = {}): Promise<number> {
  return call(emulator, 'POST', '/users', { name, password: 'not-a-secret', ...fields });
}
