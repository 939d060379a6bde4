import type { LiteLLMEmulator } from '@keyrack/emulators';

/** Asks a model through the gateway with a key, as a program would. @returns what came of it, in words */
export async function askModel(gateway: LiteLLMEmulator, secret: string): Promise<string> {
  const answer = await fetch(`${gateway.readyLine.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Which keys do I hold?' }] }),
  });
  await answer.arrayBuffer();
  return answer.ok ? `the model answers (${answer.status})` : `the gateway refuses (${answer.status})`;
}
