import type { Transport, TransportRequest, TransportResponse } from '@keyrack/http';

/** One answer without a socket. */
export interface ScriptedAnswer {
  readonly status?: number;
  /** Sent as JSON; a text is sent as it is, `undefined` is no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Gives answers in turn, the last one again and again, and keeps what was sent. */
export class ScriptedTransport implements Transport {
  readonly honours = [] as const;
  readonly sent: TransportRequest[] = [];
  readonly #answers: readonly ScriptedAnswer[];

  constructor(...answers: readonly ScriptedAnswer[]) {
    this.#answers = answers;
  }

  /** What was sent, as method and path. */
  get lines(): readonly string[] {
    return this.sent.map(({ method, path }) => `${method} ${path}`);
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    this.sent.push(request);
    const { status = 200, body, headers = {} } = this.#answers[Math.min(this.sent.length, this.#answers.length) - 1] ?? {};
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
    const type = typeof body === 'string' ? 'text/html' : 'application/json';
    return { status, headers: { 'content-type': type, ...headers }, body: new TextEncoder().encode(text) };
  }

  async close(): Promise<void> {}
}
