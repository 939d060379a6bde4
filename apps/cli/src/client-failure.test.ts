import { expect, test } from 'vitest';
import { clientFailure } from './client-failure.ts';
import { explain } from './failure.ts';

test('sends nobody to the journal for a call that stands in no journal', () => {
  const error = clientFailure(
    { code: 'timed-out', system: 'LiteLLM', fault: 'POST /user/new: no answer', advice: 'Ask a program.', outcome: 'unknown' },
    { unreachable: 'Check the connection.', unknown: 'Look what is there now.' },
  );
  expect(explain(error)).toEqual({
    message: 'LiteLLM: POST /user/new: no answer',
    advice: 'Look what is there now.',
    outcome: 'Not known whether it was changed.',
    exitCode: 5,
  });
});
