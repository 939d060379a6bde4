// `npm run real-litellm [-- replay|client|provider ...]`: starts the real LiteLLM proxy and holds the emulator, the client and
// the provider against it. Prints what came of it, and ends with 1 when anything was not as it is declared to be.
import { constants } from 'node:os';
import { Report } from './report.ts';
import { runSections, sectionNames } from './sections.ts';
import { openScratch } from './scratch.ts';
import { setUp } from './setup.ts';

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !sectionNames.some((known) => known === name));
if (unknown !== undefined) {
  process.stderr.write(`There is no section "${unknown}"; there are: ${sectionNames.join(', ')}\n`);
  process.exit(2);
}
const chosen = sectionNames.filter((name) => asked.length === 0 || asked.includes(name));
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    process.exitCode = 128 + constants.signals[signal];
    interrupted.abort();
  });
}
const scratch = openScratch(process.env);
await setUp(scratch, process.env);
const report = new Report();
await runSections(chosen, { scratch, environment: process.env, report, signal: interrupted.signal });
if (!interrupted.signal.aborted) {
  process.stdout.write(report.summary());
  process.exitCode = report.isGood ? 0 : 1;
}
