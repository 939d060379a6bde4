import { readFileSync } from 'node:fs';
import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';

/*
 * A TLS server that does as little as possible, in a process of its own, so that what is measured is the client: every GET is
 * answered with the same list of 1,000 access keys, everything else with the same key.
 */

const key = {
  name: 'Alice',
  password: 'abcdefghijklmnopqrstuv',
  port: 12_345,
  method: 'chacha20-ietf-poly1305',
  dataLimit: { bytes: 50e9 },
  accessUrl: 'ss://Y2hhY2hhMjAtaWV0Zi1wb2x5MTMwNTphYmNkZWZnaGlqa2xtbm9wcXJzdHV2@192.0.2.7:12345/?outline=1',
};
const list = answer('200 OK', { accessKeys: Array.from({ length: 1_000 }, (_, id) => ({ id: String(id), ...key })) });
const created = answer('201 Created', { id: '0', ...key });

const [, , keyFile = '', certFile = ''] = process.argv;
const server = createServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) }, (socket) => {
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
      socket.write(received.startsWith('GET') ? list : created);
      received = received.slice(end);
    }
  });
});
// A listening TCP server has an address with a port.
server.listen(0, 'localhost', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());

function answer(status: string, body: unknown): Buffer {
  const text = JSON.stringify(body);
  const head = [
    'Server: restify',
    'Content-Type: application/json',
    'Date: Sat, 21 Nov 2026 02:00:00 GMT',
    'Connection: keep-alive',
    'Keep-Alive: timeout=5',
  ];
  return Buffer.from([`HTTP/1.1 ${status}`, ...head, `Content-Length: ${Buffer.byteLength(text)}`, '', text].join('\r\n'));
}
