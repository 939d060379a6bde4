import type { WorkLimits } from '@keyrack/contracts';
import type { Option } from 'commander';
import { valueOption } from '../options.ts';
import { wholeNumber } from './numbers.ts';

/** The part of a command's options that {@link workLimitOptions} gives. */
export interface WorkLimitOptions {
  readonly maxRequestsPerHour?: number | 'none' | 'usual';
  readonly maxTasksAtOnce?: number | 'usual';
}

const number = wholeNumber(1);

/** The options that say how much workers may ask of a system. */
export function workLimitOptions(): readonly Option[] {
  return [
    valueOption<number | 'none' | 'usual'>(
      '--max-requests-per-hour <n|none|usual>',
      'what all workers may ask of it together (usual: what the system is known to allow, less a margin)',
      (text) => (text === 'none' || text === 'usual' ? text : number(text)),
    ),
    valueOption<number | 'usual'>('--max-tasks-at-once <n|usual>', 'what each worker does there at the same time (usual: 4)', (text) =>
      text === 'usual' ? text : number(text),
    ),
  ].map((option) => option.helpGroup('How much workers may ask of it:'));
}

/** The limits with what was typed in place of what was said before; undefined: nothing was typed. */
export function workLimits({ maxRequestsPerHour, maxTasksAtOnce }: WorkLimitOptions, before: WorkLimits = {}): WorkLimits | undefined {
  if (maxRequestsPerHour === undefined && maxTasksAtOnce === undefined) return undefined;
  const requests = maxRequestsPerHour === 'none' ? null : (maxRequestsPerHour ?? before.maxRequestsPerHour);
  const tasks = maxTasksAtOnce ?? before.maxTasksAtOnce;
  return {
    ...(requests !== undefined && requests !== 'usual' && { maxRequestsPerHour: requests }),
    ...(tasks !== undefined && tasks !== 'usual' && { maxTasksAtOnce: tasks }),
  };
}
