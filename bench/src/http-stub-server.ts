import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { StubAnswers } from './stub-answers/json-answer.ts';

/*
 * A server that does as little as possible, in a process of its own, so that what is measured is the client:
 * `http-stub-server.ts <outline | litellm | vergeos | authpi> [<key> <certificate>]`. With a certificate it speaks TLS.
 */

const [, , system = '', keyFile, certFile] = process.argv;
const answers = await answersOf(system);
const isTls = keyFile !== undefined && certFile !== undefined;
const server = isTls ? createTlsServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) }, serve) : createServer(serve);
// A listening TCP server has an address with a port.
server.listen(0, 'localhost', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());

function serve(socket: Socket): void {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    for (;;) {
      const headEnd = received.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const bodyLength = Number(/content-length: (\d+)/i.exec(received.slice(0, headEnd))?.[1] ?? 0);
      const end = headEnd + 4 + bodyLength;
      if (received.length < end) return;
      const [method = '', target = ''] = received.slice(0, received.indexOf('\r\n')).split(' ');
      socket.write(answers(method, target));
      received = received.slice(end);
    }
  });
}

/** Loaded one by one: some of them need an emulator. */
async function answersOf(name: string): Promise<StubAnswers> {
  switch (name) {
    case 'litellm':
      return (await import('./stub-answers/litellm-answers.ts')).litellmAnswers();
    case 'vergeos':
      return (await import('./stub-answers/vergeos-answers.ts')).vergeosAnswers();
    case 'authpi':
      return (await import('./stub-answers/authpi-answers.ts')).authpiAnswers();
    default:
      return (await import('./stub-answers/outline-answers.ts')).outlineAnswers();
  }
}
