import { createHash, generateKeyPair, randomBytes, sign, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { bitString, explicit, integer, objectIdentifier, sequence, set, utf8String, instant, nothing } from './der.ts';

/** How the certificate's key is made. `ec` takes a millisecond; `rsa-4096` is what Outline's installer makes and takes seconds. */
export type CertificateKind = 'ec' | 'rsa-2048' | 'rsa-4096';

/** A server certificate with its key, both in PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

const hundredYearsMs = 36_500 * 86_400_000;

/** Makes a self-signed certificate with nothing but a common name: no alternative name, so no host name ever verifies. */
export async function selfSignedCertificate(commonName: string, kind: CertificateKind = 'ec'): Promise<ServerCertificate> {
  const { publicKey, privateKey } = await keyPair(kind);
  const algorithm =
    kind === 'ec' ? sequence(objectIdentifier('1.2.840.10045.4.3.2')) : sequence(objectIdentifier('1.2.840.113549.1.1.11'), nothing());
  const name = sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(commonName))));
  const nowMs = Date.now();
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40; // positive, and no leading zero
  const contents = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    name,
    sequence(instant(nowMs - 60_000), instant(nowMs + hundredYearsMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const certificate = sequence(contents, algorithm, bitString(sign('sha256', contents, privateKey)));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: new X509Certificate(certificate).toString(),
  };
}

/** The certificate's SHA-256 as Outline's installer prints it: upper-case hex without colons. */
export function certificateSha256(cert: string): string {
  return createHash('sha256').update(new X509Certificate(cert).raw).digest('hex').toUpperCase();
}

async function keyPair(kind: CertificateKind): Promise<{ readonly publicKey: KeyObject; readonly privateKey: KeyObject }> {
  const generate = promisify(generateKeyPair);
  if (kind === 'ec') return generate('ec', { namedCurve: 'P-256' });
  return generate('rsa', { modulusLength: kind === 'rsa-4096' ? 4096 : 2048 });
}
