import type { Host } from '../host.ts';
import { paint } from '../output/paint.ts';
import { demoStore } from './stage.ts';

const commands: readonly (readonly [words: string, effect: string])[] = [
  ['list --owner dora', 'what Dora holds'],
  ['issue vpn-berlin --name my-phone --expires-in 7d', 'a key of your own'],
  ['show report-bot', 'everything but the secret'],
  ['rotate report-bot --overlap 0s', 'a new secret; the old one ends at once'],
  ['revoke dora-laptop erik-phone', 'asks before it ends two keys'],
  ['audit --newest-first --limit 5', 'what happened last'],
  ['--help', 'the rest'],
];

/** The commands to try next, as they can be copied. */
export function whatToTry(host: Host, home: string): readonly string[] {
  const program = programWords(host.environment);
  const width = Math.max(...commands.map(([words]) => words.length));
  return [
    '',
    paint(host.output, 'bold', 'Your turn'),
    'The servers keep running until you press Ctrl-C. In another terminal:',
    '',
    `  export KEYRACK_HOME=${home}`,
    ...(host.environment['KEYRACK_STORE'] ? [`  export KEYRACK_STORE=${demoStore}`] : []),
    ...(host.environment['KEYRACK_AUDIT_FILE'] ? ['  export KEYRACK_AUDIT_FILE=none'] : []),
    ...commands.map(([words, effect]) => `  ${program} ${words.padEnd(width)}  # ${effect}`),
  ];
}

/** How this program is started where it stands: installed, or from a checkout through npm. */
function programWords({ npm_lifecycle_event: task }: Host['environment']): string {
  return task === 'start' || task === 'keyrack' ? 'npm run -s keyrack --' : 'keyrack';
}
