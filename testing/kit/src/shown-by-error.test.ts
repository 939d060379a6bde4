import { expect, test } from 'vitest';
import { shownByError } from './shown-by-error.ts';

const canary = 'canary4711';

test.each([
  ['its message', new Error(`the body is ${canary}`)],
  ['a member', Object.assign(new Error('refused'), { body: { deep: [canary] } })],
  ['its cause', new Error('refused', { cause: new Error(canary) })],
  ['its message, beside what the system said', Object.assign(new Error(`400 (not so), ${canary}`), { upstreamMessage: 'not so' })],
  ['its message, where the system said nothing', Object.assign(new Error(`400 (${canary})`), { upstreamMessage: undefined })],
])('an answer that an error shows in %s is found', (_, error) => {
  expect(shownByError(error)).toContain(canary);
});

test('what the system said itself is passed over, and nothing but that', () => {
  const error = Object.assign(new Error(`GET /x was answered with 400 (Code: ${canary}): secret`), {
    upstreamMessage: canary,
    status: 400,
  });
  expect(shownByError(error)).not.toContain(canary);
  expect(shownByError(error)).toContain('GET /x was answered with 400 (Code: ): secret');
});
