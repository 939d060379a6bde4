import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { version } from './version.ts';

test('the user agent names the version that is published', () => {
  expect(version).toBe(manifest.version);
});
