import { Secret } from '@keyrack/secret';
import { expect, test } from 'vitest';
import { readJsonFields } from './json-fields.ts';

const canary = 'canary-0815';

test('wraps every text, since any of them may be the secret', () => {
  const fields = readJsonFields(new Secret(`{"system":"outline","url":"${canary}","port":1,"tls":true,"none":null}`), 'outline');
  expect(fields).toMatchObject({ port: 1, tls: true, none: null });
  expect(JSON.stringify(fields)).not.toContain(canary);
  expect(Secret.isSecret(fields['url']) && fields['url'].reveal()).toBe(canary);
});

test.each([`${canary}`, `{"url":"${canary}"`, `["${canary}"]`, `"${canary}"`, `{"url":["${canary}"]}`, `{"system":"${canary}"}`])(
  'refuses %s without repeating it',
  (text) => {
    let message = '';
    try {
      readJsonFields(new Secret(text), 'outline');
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    expect(message).not.toBe('');
    expect(message).not.toContain(canary);
  },
);
