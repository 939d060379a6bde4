import { inspect } from 'node:util';
import { InvalidInputError } from '@keyrack/contracts';
import { describe, expect, test } from 'vitest';
import { parsePostgresAddress } from './address.ts';

describe('the address of a PostgreSQL', () => {
  test.each([
    ['postgres://rack@db.example.org/keys', { host: 'db.example.org', port: 5432, user: 'rack', database: 'keys', tls: {} }],
    ['postgresql://rack@[::1]:6000/keys', { host: '::1', port: 6000, tls: null }],
    ['postgres://rack@localhost/keys', { host: 'localhost', tls: null }],
    ['postgres://rack@/keys?host=/var/run/postgresql', { host: '/var/run/postgresql', tls: null }],
    ['postgres://rack@10.0.0.1/keys?sslmode=disable', { host: '10.0.0.1', tls: null }],
    ['postgres://a%40b@127.0.0.1/k%20s', { user: 'a@b', database: 'k s', tls: null }],
    ['postgres://rack@localhost/keys?sslmode=verify-full&sslrootcert=/ca.pem', { tls: { rootCertificate: '/ca.pem' } }],
    ['postgres://rack@db/keys?sslcert=/c&sslkey=/k', { tls: { certificate: '/c', key: '/k' } }],
  ])('%s is read, and given back as it was', (text, expected) => {
    const address = parsePostgresAddress(text);
    expect(address).toMatchObject({ ...expected, password: null, text });
    expect(parsePostgresAddress(address.text)).toEqual(address);
  });

  test.each(['postgres://rack:canary%2Fx@db/keys', 'postgres://rack:canary%2Fx@/keys?host=/tmp'])('%s keeps its password apart', (text) => {
    const address = parsePostgresAddress(text);
    expect(address.password?.reveal()).toBe('canary/x');
    expect(address.text).not.toContain('canary');
    expect(inspect(address, { depth: 9 }) + JSON.stringify(address)).not.toContain('canary');
    expect(parsePostgresAddress(address.text).password).toBeNull();
  });

  test.each([
    'postgres://rack:canary@/keys',
    'postgres://:canary@db/keys',
    'postgres://rack:canary@db',
    'postgres://rack:canary@db/a/b',
    'postgres://rack:canary@db:99999/keys',
    'postgres://rack:can%ary@db/keys',
    'postgres://rack:canary@db/keys?sslmode=require',
    'postgres://rack:canary@db/keys?password=canary',
    'postgres://rack:canary',
    'postgres:canary',
    'mysql://rack:canary@db/keys',
  ])('%s is refused without being repeated', (text) => {
    const refused = caught(() => parsePostgresAddress(text));
    expect(refused).toBeInstanceOf(InvalidInputError);
    expect(inspect(refused, { depth: 9 })).not.toContain('canary');
  });
});

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
