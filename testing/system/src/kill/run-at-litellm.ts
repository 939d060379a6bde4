/**
 * Kills against a LiteLLM proxy that runs somewhere, named by `{"url": ..., "apiKey": ...}` on standard input; all its keys are deleted.
 * Prints a line of JSON for each cell: what was done, at which points a process died, what was wrong then.
 */
import { text } from 'node:stream/consumers';
import { startAtLiteLLM } from './litellm-at.ts';
import type { LiteLLMAddress } from './litellm-at.ts';
import { runCell } from './run-cell.ts';

const address = JSON.parse(await text(process.stdin)) as LiteLLMAddress; // from the program that started this one
for (const action of ['issue', 'rotate', 'revoke'] as const) {
  for (const fault of ['clean', 'answer dropped after acting', 'request dropped before acting']) {
    const report = await runCell({ system: 'litellm', action, fault }, () => startAtLiteLLM(address));
    process.stdout.write(`${JSON.stringify({ name: `${action}, ${fault}`, ...report })}\n`);
  }
}
