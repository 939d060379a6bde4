import { Secret } from '@keyrack/secret';
import { checkFields } from './arguments.ts';
import { ConfigurationError } from './client-errors.ts';

/** How a webhook was told to prove that a delivery is AuthPI's. */
export type DeliveryProof =
  /** By nothing: anybody who knows the address can call it. */
  | { readonly type: 'none' }
  /** By a token in the `Authorization` header. */
  | { readonly type: 'bearer'; readonly token: string | Secret }
  /** By a signature, alone or beside a token. */
  | { readonly type: 'signature' | 'bearer+signature' };

/** Headers of a request, as Node or a `Request` has them. */
export type DeliveryHeaders = Readonly<Record<string, string | readonly string[] | undefined>> | { get(name: string): string | null };

/**
 * Whether a request that has reached a webhook's address comes from AuthPI. The comparison takes equally long however much
 * of the token is right.
 *
 * Signatures are refused: neither their header nor what they cover is documented, and a guess would let anybody in.
 *
 * @throws {ConfigurationError} for `signature` and `bearer+signature`, and for an empty token.
 * @example
 * if (!isGenuineDelivery(request.headers, { type: 'bearer', token })) return response.writeHead(401).end();
 */
export function isGenuineDelivery(headers: DeliveryHeaders, proof: DeliveryProof): boolean {
  checkFields('the headers', headers);
  checkFields('the proof', proof);
  switch (proof.type) {
    case 'none':
      return true;
    case 'bearer': {
      const token = Secret.isSecret(proof.token) ? proof.token.reveal() : proof.token;
      if (typeof token !== 'string' || token === '')
        throw new ConfigurationError('the token of the webhook must be a text or a Secret, and not empty');
      const [, given] = /^bearer +(\S+) *$/i.exec(authorizationOf(headers)) ?? [];
      return given !== undefined && areEqual(given, token);
    }
    case 'signature':
    case 'bearer+signature':
      throw new ConfigurationError(
        'how AuthPI signs deliveries is not documented, so signatures cannot be checked; give the webhook the type bearer',
      );
    default:
      throw new ConfigurationError('the type of the proof must be none or bearer');
  }
}

function authorizationOf(headers: DeliveryHeaders): string {
  if ('get' in headers && typeof headers.get === 'function') return headers.get('authorization') ?? '';
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return typeof found === 'string' ? found : '';
}

function areEqual(one: string, other: string): boolean {
  const [left, right] = [new TextEncoder().encode(one), new TextEncoder().encode(other)];
  let difference = left.length ^ right.length;
  for (let index = 0; index < right.length; index += 1) difference |= (left[index] ?? 0) ^ (right[index] ?? 0);
  return difference === 0;
}
