import { masterKey } from './proxy-configuration.ts';

/** A key as the proxy lists it, in the fields that are looked at. */
export interface ListedKey {
  readonly token: string;
  readonly key_alias: string | null;
  readonly blocked: boolean | null;
  readonly expires: string | null;
  readonly max_budget: number | null;
  readonly budget_duration: string | null;
  readonly rpm_limit: number | null;
  readonly tpm_limit: number | null;
  readonly max_parallel_requests: number | null;
  readonly models: readonly string[];
  readonly last_active: string | null;
}

/** What `fetch` is told. */
interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Talks to the proxy's own API as its administrator, without any code that is under test. */
export class AdminApi {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Every key that exists, in creation order. */
  async keys(): Promise<readonly ListedKey[]> {
    const all: ListedKey[] = [];
    for (let page = 1; ; page += 1) {
      const query = `page=${page}&size=100&return_full_object=true&sort_by=created_at&sort_order=asc`;
      const answer = (await this.get(`/key/list?${query}`)) as { readonly keys: readonly ListedKey[]; readonly total_pages: number };
      all.push(...answer.keys);
      if (page >= answer.total_pages) return all;
    }
  }

  /** Makes a key. Gives its token. */
  async generate(body: object): Promise<string> {
    return ((await this.post('/key/generate', body)) as { readonly token: string }).token;
  }

  /** Whether the proxy lets this secret in. */
  async accepts(secret: string): Promise<boolean> {
    const { ok } = await this.#send('/v1/models', { headers: { authorization: `Bearer ${secret}` } });
    return ok;
  }

  /** Calls a model with a secret: the mock answers, and the proxy books what a real answer would cost. */
  async callModel(secret: string): Promise<void> {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] });
    const { ok, status } = await this.#send('/v1/chat/completions', { method: 'POST', headers, body });
    if (!ok) throw new Error(`the model call was answered with ${status}`);
  }

  get(path: string): Promise<unknown> {
    return this.#asAdmin(path, {});
  }

  post(path: string, body: object): Promise<unknown> {
    return this.#asAdmin(path, { method: 'POST', body: JSON.stringify(body) });
  }

  async #asAdmin(path: string, init: Sending): Promise<unknown> {
    const headers = { authorization: `Bearer ${masterKey}`, 'content-type': 'application/json' };
    const { ok, status, text } = await this.#send(path, { ...init, headers });
    if (!ok) throw new Error(`${path.split('?', 1)[0] ?? ''} was answered with ${status}`);
    return JSON.parse(text) as unknown;
  }

  async #send(path: string, init: Sending): Promise<{ readonly ok: boolean; readonly status: number; readonly text: string }> {
    // The proxy drops connections after some answers without a word: each call has its own.
    const answer = await fetch(this.#origin + path, { ...init, headers: { ...init.headers, connection: 'close' } });
    return { ok: answer.ok, status: answer.status, text: await answer.text() };
  }
}
