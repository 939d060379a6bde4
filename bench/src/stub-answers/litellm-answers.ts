import { jsonAnswer } from './json-answer.ts';
import type { StubAnswers } from './json-answer.ts';

/** Pages of 1,000 whole keys as an emulated proxy shows them, oldest first, whatever order is asked for; everything else is answered with a new key. */
export async function litellmAnswers(): Promise<StubAnswers> {
  // Loaded here: only these answers need it.
  const { startLiteLLMEmulator } = await import('@keyrack/emulators');
  await using litellm = await startLiteLLMEmulator({ seedKeys: 1_000 });
  const headers = { authorization: `Bearer ${litellm.apiKey}`, 'content-type': 'application/json' };
  const ask = async (path: string, options: RequestInit = {}): Promise<string> =>
    (await fetch(`${litellm.url}${path}`, { ...options, headers })).text();
  const keys: string[] = [];
  for (let page = 1; page <= 10; page += 1) {
    const body = await ask(`/key/list?page=${page}&size=100&return_full_object=true&sort_by=created_at&sort_order=asc`);
    const { keys: found } = JSON.parse(body) as { readonly keys: readonly unknown[] }; // as the emulator answers
    keys.push(...found.map((key) => JSON.stringify(key)));
  }
  const created = jsonAnswer('200 OK', await ask('/key/generate', { method: 'POST', body: JSON.stringify({ key_alias: 'alice' }) }));
  const pages = new Map<string, Buffer>();
  return (method, target) => {
    if (method !== 'GET') return created;
    const known = pages.get(target);
    if (known !== undefined) return known;
    const query = new URL(target, 'https://localhost').searchParams;
    const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('size') ?? 10)];
    const shown = keys.slice((page - 1) * size, page * size).join(',');
    const totals = `"total_count":${keys.length},"current_page":${page},"total_pages":${Math.ceil(keys.length / size)}`;
    const answer = jsonAnswer('200 OK', `{"keys":[${shown}],${totals}}`);
    pages.set(target, answer);
    return answer;
  };
}
