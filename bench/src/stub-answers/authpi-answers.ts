import { jsonAnswer } from './json-answer.ts';
import type { StubAnswers } from './json-answer.ts';

/** The pages of 1,000 API keys as an emulated account shows them, a hundred each; everything else is answered with a new key. */
export async function authpiAnswers(): Promise<StubAnswers> {
  // Loaded here: only these answers need it.
  const { startAuthPIEmulator } = await import('@keyrack/emulators');
  await using authpi = await startAuthPIEmulator({ seedKeys: 1_000 });
  const headers = { authorization: `Basic ${btoa(`${authpi.keyId}:${authpi.keySecret}`)}`, 'content-type': 'application/json' };
  const keys = `${authpi.url}/v1/accounts/${authpi.accountId}/api-keys`;
  const ask = async (url: string, options: RequestInit = {}): Promise<string> => (await fetch(url, { ...options, headers })).text();
  const pages = new Map<string, Buffer>();
  let cursor: string | null = '';
  while (cursor !== null) {
    const text = await ask(`${keys}?limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    const page = JSON.parse(text) as { readonly data: readonly unknown[]; readonly has_more: boolean; readonly next_cursor: string | null }; // as the emulator answers
    // The account's own key would make the last page one of a single key.
    const isLast = pages.size === 9;
    pages.set(cursor, jsonAnswer('200 OK', isLast ? JSON.stringify({ ...page, has_more: false, next_cursor: null }) : text));
    cursor = isLast ? null : page.next_cursor;
  }
  const body = JSON.stringify({ name: 'deploy', restrictions: { scopes: ['a'] } });
  const created = jsonAnswer('201 Created', await ask(keys, { method: 'POST', body }));
  const none = jsonAnswer('404 Not Found', '{}');
  return (method, target) => {
    if (method !== 'GET') return created;
    return pages.get(new URL(target, 'http://localhost').searchParams.get('cursor') ?? '') ?? none;
  };
}
