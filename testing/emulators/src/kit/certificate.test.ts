import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { certificateSha256, selfSignedCertificate } from './certificate.ts';

describe('a self-signed certificate', () => {
  it.each([
    ['ec', 'ec'],
    ['rsa-2048', 'rsa'],
  ] as const)('of kind %s verifies under its own key and nothing else', async (kind, type) => {
    const { cert, key } = await selfSignedCertificate('vpn.example.org', kind);
    const other = await selfSignedCertificate('vpn.example.org', kind);
    const certificate = new X509Certificate(cert);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.verify(new X509Certificate(other.cert).publicKey)).toBe(false);
    expect(certificate.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(certificate.publicKey.asymmetricKeyType).toBe(type);
    expect([certificate.subject, certificate.issuer]).toEqual(['CN=vpn.example.org', 'CN=vpn.example.org']);
    expect(certificate.checkHost('vpn.example.org', { subject: 'never' })).toBeUndefined();
    expect(certificateSha256(cert)).toBe(certificate.fingerprint256.replaceAll(':', ''));
  });

  it('takes names longer than one length byte can say', async () => {
    const name = 'ä'.repeat(150);
    const { cert } = await selfSignedCertificate(name);
    expect(new X509Certificate(cert).toLegacyObject().subject.CN).toBe(name);
  });
});
