import { once } from 'node:events';
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Server, TLSSocket } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { selfSignedCertificate } from '@keyrack/emulators';
import { describe, expect, test } from 'vitest';
import { ConfigurationError, ConnectionError, fetchTransport, HttpClient, PinMismatchError } from '../src/index.ts';
import { clientOf, engines, errorOf } from './support/clients.ts';
import { json, sha256Of, TestServer } from './support/test-server.ts';

const wrongPin = 'ab'.repeat(32);

interface Listener {
  readonly server: Server;
  readonly received: string[];
  readonly sockets: TLSSocket[];
  /** For each connection, whether it resumed an earlier session. */
  readonly resumed: boolean[];
}

/** A TLS server that writes down every byte it is sent. */
async function startListener(options: Parameters<typeof createServer>[0], port = 0): Promise<Listener> {
  const received: string[] = [];
  const sockets: TLSSocket[] = [];
  const resumed: boolean[] = [];
  const server = createServer({ ...options }, (socket) => {
    sockets.push(socket);
    resumed.push(socket.isSessionReused());
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received.push(chunk.toString());
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}');
    });
  });
  server.listen(port, 'localhost');
  await once(server, 'listening');
  return { server, received, sockets, resumed };
}

async function stop(server: Server, sockets: readonly TLSSocket[]): Promise<void> {
  for (const socket of sockets) socket.destroy();
  server.close();
  await once(server, 'close');
}

describe.each(engines)('a certificate pin over $engine', ({ make }) => {
  test.each([
    ['in lower case', (pin: string) => pin],
    ['in upper case', (pin: string) => pin.toUpperCase()],
    ['with colons, as Node prints it', (pin: string) => (pin.toUpperCase().match(/../g) ?? []).join(':')],
  ])('recognises the server %s', async (_, write) => {
    await using server = await TestServer.start(json(200, { ok: true }));
    await using client = clientOf(server, { transport: make(), tls: { certSha256: write(server.certSha256) } });
    expect((await client.request({ method: 'GET', route: '/' })).body).toEqual({ ok: true });
  });

  test('writes not one byte to a server with another certificate', async () => {
    const certificate = await selfSignedCertificate('localhost');
    const { server, received, sockets } = await startListener(certificate);
    const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
    const transport = make();
    const client = new HttpClient({ system: 'testing', version: '1', baseUrl: origin, tls: { certSha256: wrongPin }, transport });
    const error = await errorOf(client.request({ method: 'POST', route: '/keys', body: { password: 'canary' } }));
    await expect.poll(() => sockets.every((socket) => socket.destroyed)).toBe(true);
    await transport.close();
    await stop(server, sockets);
    expect(PinMismatchError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ outcome: 'not-applied', retryable: false, attempts: 1 });
    expect(received).toEqual([]);
  });

  test('looks at the certificate of every connection and offers no session to resume', async () => {
    const [genuine, impostor] = [await selfSignedCertificate('localhost'), await selfSignedCertificate('localhost')];
    // With the same ticket keys the impostor could resume the session of the genuine server, showing no certificate at all.
    const ticketKeys = Buffer.alloc(48, 7);
    const first = await startListener({ ...genuine, ticketKeys });
    const { port } = first.server.address() as AddressInfo;
    const transport = make();
    const client = new HttpClient({
      system: 'testing',
      version: '1',
      baseUrl: `https://localhost:${port}`,
      tls: { certSha256: sha256Of(genuine) },
      retries: false,
      transport,
    });
    await Promise.all([1, 2, 3].map(() => client.request({ method: 'GET', route: '/' })));
    for (const socket of first.sockets) socket.end();
    await expect.poll(() => first.sockets.every((socket) => socket.destroyed)).toBe(true);
    await client.request({ method: 'GET', route: '/' });
    expect(first.resumed).toEqual([false, false, false, false]);
    await stop(first.server, first.sockets);

    const second = await startListener({ ...impostor, ticketKeys }, port);
    const errors = [
      await errorOf(client.request({ method: 'GET', route: '/' })),
      await errorOf(client.request({ method: 'GET', route: '/' })),
    ];
    await transport.close();
    await stop(second.server, second.sockets);
    expect(errors.some((error) => PinMismatchError.isInstance(error))).toBe(true);
    expect(second.received).toEqual([]);
  });
});

describe.each(engines)('a certificate without a pin over $engine', ({ make }) => {
  test('that nobody vouches for is refused before anything is written', async () => {
    await using server = await TestServer.start(json(200, {}));
    await using client = clientOf(server, { transport: make(), tls: {} });
    const error = await errorOf(client.request({ method: 'POST', route: '/', body: {} }));
    expect(ConnectionError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ reason: 'DEPTH_ZERO_SELF_SIGNED_CERT', outcome: 'not-applied', retryable: false });
    expect(String(error)).toContain('certSha256');
    expect(server.requests).toEqual([]);
  });

  test('is taken from the CA that the client was given, and from no other', async () => {
    const certificate = await selfSignedCertificate('localhost');
    await using server = await TestServer.start(json(200, { ok: true }), { certificate });
    await using trusting = clientOf(server, { transport: make(), tls: { ca: certificate.cert } });
    expect((await trusting.request({ method: 'GET', route: '/' })).body).toEqual({ ok: true });
    await using other = clientOf(server, { transport: make(), tls: { ca: (await selfSignedCertificate('localhost')).cert } });
    expect(await errorOf(other.request({ method: 'GET', route: '/' }))).toMatchObject({
      code: 'untrusted-certificate',
      outcome: 'not-applied',
    });
  });

  test('is taken from the roots of the system', async () => {
    const certificate = await selfSignedCertificate('localhost');
    await using server = await TestServer.start(json(200, { ok: true }), { certificate });
    await using client = clientOf(server, { transport: make(), tls: {} });
    const roots = getCACertificates('default');
    setDefaultCACertificates([...roots, certificate.cert]);
    try {
      expect((await client.request({ method: 'GET', route: '/' })).body).toEqual({ ok: true });
    } finally {
      setDefaultCACertificates(roots);
    }
  });

  test('of the right CA and another host is refused', async () => {
    const certificate = await selfSignedCertificate('elsewhere.example');
    await using server = await TestServer.start(json(200, {}), { certificate });
    await using client = clientOf(server, { transport: make(), tls: { ca: certificate.cert } });
    expect(await errorOf(client.request({ method: 'GET', route: '/' }))).toMatchObject({ reason: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(server.requests).toEqual([]);
  });
});

describe('a transport that cannot look at certificates', () => {
  test.each([
    ['certSha256', { tls: { certSha256: wrongPin } }],
    ['ca', { tls: { ca: '-----BEGIN CERTIFICATE-----' } }],
    ['proxy', { proxy: 'http://gateway.example:3128' }],
  ])('is refused together with %s', (feature, options) => {
    const make = (): HttpClient =>
      new HttpClient({ system: 'testing', version: '1', baseUrl: 'https://192.0.2.1', transport: fetchTransport(), ...options });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(feature);
  });
});
