import { parsePostgresAddress } from '@keyrack/store-sql';
import { describe, expect, test } from 'vitest';
import { findPassword, storePassword } from './password.ts';

const address = parsePostgresAddress('postgres://rack@db.example.org:6000/keys');
const find = (text: string, of = address): string | undefined => findPassword(text, of)?.reveal();

describe('a file of passwords', () => {
  test.each([
    ['db.example.org:6000:keys:rack:right', 'right'],
    ['*:*:*:rack:right', 'right'],
    ['# a comment\n\nother:*:*:*:wrong\r\n*:*:*:*:right\n*:*:*:*:later', 'right'],
    ['*:*:*:rack:with\\:colon and \\\\', 'with:colon and \\'],
    ['*:5432:*:*:wrong', undefined],
    ['*:*:*:alice:wrong', undefined],
    ['*:*:*:rack', undefined],
    ['', undefined],
  ])('%j gives %j', (text, password) => {
    expect(find(text)).toBe(password);
  });

  test('calls a socket localhost', () => {
    const socket = parsePostgresAddress('postgres://rack@/keys?host=/run/postgresql');
    expect(find('localhost:5432:keys:rack:right', socket)).toBe('right');
  });
});

test('the address goes before PGPASSWORD', async () => {
  const environment = { PGPASSWORD: 'of the environment' };
  expect((await storePassword(address, environment))?.reveal()).toBe('of the environment');
  const withPassword = parsePostgresAddress('postgres://rack:own@db/keys');
  expect((await storePassword(withPassword, environment))?.reveal()).toBe('own');
});
