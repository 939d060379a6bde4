import { readFileSync } from 'node:fs';
import type { CredentialReference } from '@keyrack/contracts';
import { SecretUnavailableError } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';
import type { Environment } from './home.ts';

/** Reads a credential that is kept outside the store, anew at each use. @throws {SecretUnavailableError} */
export async function readCredential(
  reference: Exclude<CredentialReference, { kind: 'encrypted' }>,
  environment: Environment,
): Promise<Secret> {
  const text = reference.kind === 'environment' ? (environment[reference.variable] ?? '') : readText(reference.path);
  const value = text.trim();
  if (value !== '') return new Secret(value);
  const place = reference.kind === 'environment' ? `The variable ${reference.variable}` : `The file ${reference.path}`;
  throw new SecretUnavailableError(`${place} holds no credential`, {
    advice: 'Set it, or point the connection elsewhere with keyrack connection update.',
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new SecretUnavailableError(`The credential file ${path} cannot be read`, {
      advice: 'Check that it is there and that you may read it.',
      cause,
    });
  }
}
