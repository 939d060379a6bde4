import { startFaultProxy } from '@keyrack/emulators';
import type { ForeignKey, KillSystem } from './systems.ts';

/** Where a LiteLLM proxy is, and its master key. */
export interface LiteLLMAddress {
  readonly url: string;
  readonly apiKey: string;
}

interface KeyPage {
  readonly keys: readonly { readonly token: string; readonly key_alias: string | null; readonly blocked: boolean | null }[];
  readonly total_pages: number;
}

/** A LiteLLM proxy that runs somewhere, behind a proxy that makes faults. Every key that it has is deleted. */
export async function startAtLiteLLM({ url, apiKey }: LiteLLMAddress): Promise<KillSystem> {
  const front = await startFaultProxy({ target: url });
  const left = await keys();
  if (left.length > 0) await call('/key/delete', { keys: left.map(({ upstreamId }) => upstreamId) });
  return {
    fields: { url: front.origin, apiKey },
    providerOptions: {},
    keys,
    faults: front.faults,
    [Symbol.asyncDispose]: () => front.close(),
  };

  async function keys(): Promise<readonly ForeignKey[]> {
    const found: ForeignKey[] = [];
    for (let page = 1; ; page += 1) {
      const query = `page=${page}&size=100&return_full_object=true&sort_by=created_at&sort_order=asc`;
      const listed = (await call(`/key/list?${query}`)) as KeyPage; // the part that is looked at
      for (const { token, key_alias: alias, blocked } of listed.keys) {
        found.push({ upstreamId: token, upstreamName: alias ?? '', suspended: blocked === true });
      }
      if (page >= listed.total_pages) return found;
    }
  }

  async function call(path: string, body?: object): Promise<unknown> {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', connection: 'close' };
    const answer = await fetch(url + path, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path.split('?', 1)[0] ?? ''} was answered with ${answer.status}`);
    return answer.json();
  }
}
