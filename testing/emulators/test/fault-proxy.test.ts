import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFaultProxy, startLiteLLMEmulator } from '../src/index.ts';
import type { FaultProxy, LiteLLMEmulator } from '../src/index.ts';

let litellm: LiteLLMEmulator;
let proxy: FaultProxy;

beforeEach(async () => {
  litellm = await startLiteLLMEmulator();
  proxy = await startFaultProxy({ target: litellm.origin });
});
afterEach(async () => {
  await proxy.close();
  await litellm.close();
});

function generate(): Promise<Response> {
  const headers = { authorization: `Bearer ${litellm.apiKey}`, 'content-type': 'application/json' };
  return fetch(`${proxy.origin}/key/generate`, { method: 'POST', headers, body: '{"key_alias":"a ü"}' });
}

describe('the fault proxy', () => {
  it('passes calls and answers on as they are', async () => {
    const answer = await generate();
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ key_alias: 'a ü' });
    expect(answer.headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
    expect((await fetch(`${proxy.origin}/key/list?size=0`)).status).toBe(401);
    expect((await fetch(`${proxy.origin}/nowhere`, { method: 'DELETE' })).status).toBe(404);
  });

  it('loses answers of what the system behind has done', async () => {
    proxy.faults.add({ method: 'POST', effect: { kind: 'close', when: 'after' } });
    await expect(generate()).rejects.toThrow('fetch failed');
    expect(litellm.state().keys).toHaveLength(1);
  });

  it('keeps from the system behind what fails before', async () => {
    proxy.faults.add({ method: 'POST', effect: { kind: 'status', when: 'before', status: 503 } });
    expect((await generate()).status).toBe(503);
    expect(litellm.state().keys).toHaveLength(0);
  });

  it('answers 502 when nobody is behind it', async () => {
    await litellm.crash();
    expect((await generate()).status).toBe(502);
  });
});
