import { createHash } from 'node:crypto';
import { connect } from 'node:tls';
import type { DetailedPeerCertificate } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { emulators, selfSignedCertificate, startOutlineEmulator } from '../src/index.ts';
import { ask, askAt } from './ask.ts';

describe('the Outline emulator', () => {
  it('is started by its name, with one line that says how to reach it', async () => {
    await using outline = await emulators.outline.start({ credential: 'P', seedKeys: 2 });
    expect(outline.readyLine).toEqual({ system: 'outline', url: `https://127.0.0.1:${outline.port}/P`, certSha256: outline.certSha256 });
    expect(Object.keys(outline.readyLine)).toEqual(['system', 'url', 'certSha256']);
  });

  it('makes up a prefix as the installer does, another one each time', async () => {
    await using first = await startOutlineEmulator();
    await using second = await startOutlineEmulator();
    for (const { url } of [first, second]) expect(new URL(url).pathname).toMatch(/^\/[\w-]{22}$/);
    expect(first.url).not.toBe(second.url);
    expect(first.accessText).toBe(`certSha256:${first.certSha256}\napiUrl:${first.url}\n`);
  });

  it.each(['ec', 'rsa-2048'] as const)(
    'has a self-signed certificate (%s) that can be trusted by its hash only',
    async (certificateKind) => {
      await using outline = await startOutlineEmulator({ certificateKind, hostname: 'vpn.example.org' });
      const { certificate, protocol, error } = await handshake(outline.port);
      expect(createHash('sha256').update(certificate.raw).digest('hex').toUpperCase()).toBe(outline.certSha256);
      expect(certificate.fingerprint256.replaceAll(':', '')).toBe(outline.certSha256);
      expect([certificate.subject, certificate.issuer]).toEqual([{ CN: 'vpn.example.org' }, { CN: 'vpn.example.org' }]);
      expect(certificate.subjectaltname).toBeUndefined();
      expect(Date.parse(certificate.valid_to) - Date.now()).toBeGreaterThan(99 * 365 * 86_400_000);
      expect([protocol, error]).toEqual(['TLSv1.3', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
    },
  );

  it('takes a certificate of the caller`s own', async () => {
    const certificate = await selfSignedCertificate('given');
    await using first = await startOutlineEmulator({ certificate });
    await using second = await startOutlineEmulator({ certificate });
    expect(first.certSha256).toBe(second.certSha256);
  });

  it.each([
    { credential: '' },
    { credential: 'a/b' },
    { credential: '_emulator' },
    { seedKeys: -1 },
    { seedKeys: 1.5 },
    { portForNewAccessKeys: 0 },
    { release: '1.0.0' as '1.12.3' },
  ])('refuses %j', async (options) => {
    await expect(startOutlineEmulator(options)).rejects.toThrow(TypeError);
  });

  it('can be controlled without the prefix', async () => {
    await using outline = await startOutlineEmulator();
    const control = (line: string, body?: unknown) => askAt(outline.origin, line, { body });
    await control('POST /_emulator/traffic', { keyId: 'a', bytes: 5 });
    await control('POST /_emulator/traffic', {
      records: [
        { keyId: 'a', bytes: 1 },
        { keyId: 'b', bytes: 2, location: 'DE', asn: 1, asOrg: 'x', tunnelSeconds: 3, atMs: outline.clock.nowMs() },
      ],
    });
    expect((await ask(outline, 'GET /metrics/transfer')).json.bytesTransferredByUserId).toEqual({ a: 6, b: 2 });
    await control('POST /_emulator/prometheus', { mode: 'down' });
    expect((await ask(outline, 'GET /metrics/transfer')).status).toBe(500);
    expect((await control('POST /_emulator/prometheus', { mode: 'up', estimates: 'fluctuating' })).body).toBe(
      '{"mode":"up","estimates":"fluctuating"}',
    );
    await ask(outline, 'PUT /access-keys/x', { body: {} });
    await ask(outline, 'PUT /server/hostname-for-access-keys', { body: { hostname: 'new.example.org' } });
    await control('POST /_emulator/restart');
    expect((await ask(outline, 'GET /access-keys/x')).json.accessUrl).toContain('@new.example.org:');
    for (const body of [{ keyId: 'a' }, { keyId: 1, bytes: 1 }, { keyId: 'a', bytes: -1 }, { records: 1 }, { records: [1] }]) {
      expect((await control('POST /_emulator/traffic', body)).status).toBe(400);
    }
  });

  it('tells a checker everything that happened, apart from what the API shows', async () => {
    await using outline = await startOutlineEmulator();
    await ask(outline, 'PUT /access-keys/a', { body: { name: 'n', password: 'p', limit: { bytes: 5 } } });
    await ask(outline, 'PUT /access-keys/a', { body: {} });
    await ask(outline, 'PUT /access-keys/a/name', { body: { name: 'm' } });
    await ask(outline, 'PUT /access-keys/a/data-limit', { body: { limit: { bytes: 6 } } });
    await ask(outline, 'DELETE /access-keys/a/data-limit');
    await ask(outline, 'DELETE /access-keys/a');
    const overTheWire = JSON.parse((await askAt(outline.origin, 'GET /_emulator/state')).body) as ReturnType<typeof outline.state>;
    expect(overTheWire.history.map(({ kind, id, value }) => [kind, id, value])).toEqual([
      [
        'key-created',
        'a',
        { name: 'n', password: 'p', port: overTheWire.portForNewAccessKeys, method: 'chacha20-ietf-poly1305', dataLimit: { bytes: 5 } },
      ],
      ['key-renamed', 'a', 'm'],
      ['key-limit-set', 'a', { bytes: 6 }],
      ['key-limit-removed', 'a', undefined],
      ['key-deleted', 'a', undefined],
    ]);
    expect(overTheWire.keys).toEqual([]);
    expect({ ...overTheWire, nowMs: 0 }).toEqual(JSON.parse(JSON.stringify({ ...outline.state(), nowMs: 0 })));
  });

  it('starts fresh after a reset, under the same address', async () => {
    await using outline = await startOutlineEmulator({ seedKeys: 1 });
    const { serverId } = outline.state();
    await ask(outline, 'POST /access-keys');
    outline.setPrometheus('down');
    outline.reset();
    expect(outline.state()).toMatchObject({ nextId: 1, prometheus: 'up', history: [], keys: [{ id: '0' }] });
    expect(outline.state().serverId).not.toBe(serverId);
    expect((await ask(outline, 'GET /access-keys')).json.accessKeys).toHaveLength(1);
  });

  it('keeps the prefix and what it is sent out of its access log', async () => {
    await using outline = await startOutlineEmulator({ credential: 'canary-prefix' });
    await ask(outline, 'PUT /access-keys/a', { body: { password: 'canary-password' } });
    await askAt(outline.origin, 'GET //canary-prefix//access-keys/a');
    expect(outline.accessLog.entries().map((call) => `${call.method} ${call.path}`)).toEqual(['PUT /access-keys/a', 'GET //access-keys/a']);
    expect(JSON.stringify(outline.accessLog.entries())).not.toContain('canary');
  });

  describe('seeded keys', () => {
    it('are like any others', async () => {
      await using outline = await startOutlineEmulator({ seedKeys: 3, portForNewAccessKeys: 40_000 });
      const keys = (await ask(outline, 'GET /access-keys')).json.accessKeys;
      expect(keys.map((key) => key.id)).toEqual(['0', '1', '2']);
      expect(new Set(keys.map((key) => key.password)).size).toBe(3);
      for (const key of keys) expect(key.password).toMatch(/^[0-9A-Za-z]{22}$/);
      expect((await ask(outline, 'GET /access-keys/1')).json).toEqual(keys[1]);
      expect((await ask(outline, 'PUT /access-keys/2', { body: {} })).status).toBe(409);
      expect((await ask(outline, 'PUT /access-keys/new', { body: { password: keys[1]?.password } })).status).toBe(409);
      expect((await ask(outline, 'POST /access-keys')).json.id).toBe('3');
      expect((await ask(outline, 'GET /access-keys/01')).status).toBe(404);
      await ask(outline, 'PUT /access-keys/0/name', { body: { name: 'renamed' } });
      await ask(outline, 'DELETE /access-keys/1');
      await ask(outline, 'PUT /access-keys/1', { body: { name: 'again', password: keys[1]?.password } });
      expect((await ask(outline, 'GET /access-keys')).json.accessKeys.map((key) => [key.id, key.name])).toEqual([
        ['0', 'renamed'],
        ['2', 'Key 2'],
        ['3', ''],
        ['1', 'again'],
      ]);
    });

    it('may be a million: the start costs nothing and one of them is found at once', async () => {
      await using outline = await startOutlineEmulator({ seedKeys: 1_000_000 });
      expect((await ask(outline, 'GET /access-keys/999999')).json.name).toBe('Key 999999');
      expect((await ask(outline, 'POST /access-keys')).json.id).toBe('1000000');
    });

    it('are listed whole, as they were when the call came, while other calls go on', async () => {
      await using outline = await startOutlineEmulator({ seedKeys: 30_000 });
      const finished: string[] = [];
      const listing = ask(outline, 'GET /access-keys').then((answer) => {
        finished.push('list');
        return answer;
      });
      await expect.poll(() => outline.accessLog.count).toBe(1);
      await ask(outline, 'DELETE /access-keys/29999');
      finished.push('delete');
      const { headers, body, json } = await listing;
      expect(finished).toEqual(['delete', 'list']);
      expect(Number(headers['content-length'])).toBe(Buffer.byteLength(body));
      expect(json.accessKeys).toHaveLength(30_000);
      expect((await ask(outline, 'GET /access-keys')).json.accessKeys).toHaveLength(29_999);
    });
  });
});

function handshake(
  port: number,
): Promise<{ readonly certificate: DetailedPeerCertificate; readonly protocol: string | null; readonly error: unknown }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      // With rejectUnauthorized off the reason is left on the socket, as a code despite its type.
      resolve({ certificate: socket.getPeerCertificate(true), protocol: socket.getProtocol(), error: socket.authorizationError });
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
