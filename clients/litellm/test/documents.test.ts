import { startLiteLLMEmulator } from '@keyrack/emulators';
import { announcedOutput, programsIn, runDocumentProgram } from '@keyrack/testing-kit';
import type { DocumentProgram } from '@keyrack/testing-kit';
import { describe, expect, test } from 'vitest';
import * as litellm from '../src/index.ts';

const root = new URL('../../../', import.meta.url);
const modules = { '@keyrack/litellm': litellm };
const dayMs = 86_400_000;

/** Runs a program on a proxy with two old keys, one of them in use; another proxy is empty. */
async function run(program: DocumentProgram): Promise<string> {
  await using first = await startLiteLLMEmulator({ startAtMs: Date.now() - 40 * dayMs, spendWriteDelayMs: 0 });
  await using second = await startLiteLLMEmulator();
  await using client = new litellm.LiteLLMClient({ baseUrl: first.url, apiKey: first.apiKey });
  const alice = await client.keys.generate({ key_alias: 'alice', max_budget: 10 });
  await client.keys.generate({ key_alias: 'bob' });
  first.clock.advance(40 * dayMs);
  first.use(alice.token, { cost: 9, model: 'gpt-4o' });
  const environment = {
    LITELLM_PROXY_URL: first.url,
    LITELLM_PROXY_API_KEY: first.apiKey,
    LITELLM_PARIS_URL: second.url,
    LITELLM_PARIS_API_KEY: second.apiKey,
  };
  return await runDocumentProgram(program, { modules, environment }); // both proxies are needed until then
}

describe.each([
  ['docs/litellm/recipes.md', 20],
  ['docs/litellm/from-litellm-python.md', 15],
])('every program in %s', (path, atLeast) => {
  const programs = programsIn(new URL(path, root));

  test('is found', () => {
    expect(programs.length).toBeGreaterThanOrEqual(atLeast);
  });

  test.each(programs)('runs and prints what it says: $title', async (program) => {
    expect(await run(program)).toBe(announcedOutput(program));
  });
});

test('the quickstart of the README is a program, and finds the key that it makes', async () => {
  const [quickstart] = programsIn(new URL('clients/litellm/README.md', root));
  await using proxy = await startLiteLLMEmulator();
  class ClientOfTheEmulator extends litellm.LiteLLMClient {
    constructor(options: litellm.LiteLLMClientOptions) {
      super({ ...options, baseUrl: proxy.url });
    }
  }
  const known = { '@keyrack/litellm': { ...litellm, LiteLLMClient: ClientOfTheEmulator } };
  const environment = { LITELLM_MASTER_KEY: proxy.apiKey };
  expect(quickstart && (await runDocumentProgram(quickstart, { modules: known, environment }))).toMatch(/^sk-\S+\nalice 0 20$/);
  expect(proxy.state().deletedKeys).toHaveLength(1);
});
