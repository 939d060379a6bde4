import { describe, expect, test } from 'vitest';
import { findTask } from './tasks.mjs';

describe('findTask', () => {
  test("puts the task's own arguments before the caller's, and changes none of those", () => {
    expect(findTask('start', ['--once', '', 'a b', '--', '$HOME'], {}).arguments).toEqual(['demo', '--once', '', 'a b', '--', '$HOME']);
  });

  test('runs from the sources', () => {
    expect(findTask('keyrack', [], {}).nodeFlags).toContain('--conditions=@keyrack/source');
  });

  test('runs the command line where its caller stands', () => {
    const fromNpm = { npm_lifecycle_event: 'keyrack', INIT_CWD: '/home/ada' };
    expect(findTask('keyrack', [], fromNpm).directory).toBe('/home/ada');
    expect(findTask('keyrack', [], { ...fromNpm, npm_lifecycle_event: 'test' }).directory).toBe(process.cwd());
    expect(findTask('check', [], fromNpm).directory).toBeUndefined();
  });

  test('names the tasks there are for a word that is none, inherited ones too', () => {
    expect(() => findTask('strat', [], {})).toThrow('there is no task "strat"; there are: start, keyrack, test');
    expect(() => findTask('toString', [], {})).toThrow('there is no task');
  });
});
