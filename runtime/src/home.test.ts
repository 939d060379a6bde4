import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataFolder } from './home.ts';

describe('the data folder', () => {
  test('is what was asked for, then KEYRACK_HOME, then the usual place', () => {
    const environment = { KEYRACK_HOME: '/srv/rack', HOME: '/home/alice', XDG_DATA_HOME: '/data' };
    expect(dataFolder(environment, '/asked')).toBe('/asked');
    expect(dataFolder(environment)).toBe('/srv/rack');
    expect(dataFolder({ ...environment, KEYRACK_HOME: '' })).toContain('keyrack');
  });

  test.runIf(process.platform === 'linux')('follows the XDG rule on Linux', () => {
    expect(dataFolder({ HOME: '/home/alice', XDG_DATA_HOME: '/data' })).toBe('/data/keyrack');
    expect(dataFolder({ HOME: '/home/alice' })).toBe(join('/home/alice', '.local', 'share', 'keyrack'));
  });
});
