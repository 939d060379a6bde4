import type { AuthPIServer } from './authpi-server.ts';
import type { StoredRecord } from './records/record.ts';
import { textOf, textsOf, viewOf } from './records/record.ts';
import { shape } from './records/shape.ts';
import { notKnownText } from './not-known-text.ts';
import { randomId } from './random.ts';

/** How long a receiver may take, in milliseconds. */
const timeoutMs = 10_000;
const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Sends events to the webhooks that asked for them, over real connections and once each; how the real service tries
 * again is not known. Only receivers on this machine are called, so that a test never reaches anybody else.
 */
export class Deliveries {
  readonly #server: AuthPIServer;
  readonly #running = new Set<Promise<unknown>>();
  readonly #stop = new AbortController();

  constructor(server: AuthPIServer) {
    this.#server = server;
  }

  /** Writes down a delivery to each webhook that wants the event, and begins to send them. */
  offer(event: StoredRecord): void {
    const [accountId = ''] = event.within;
    const type = textOf(event.fields, 'type');
    for (const webhook of this.#server.table('webhooks').made(accountId)) {
      if (webhook.fields['status'] !== 'active' || !textsOf(webhook.fields, 'events').includes(type)) continue;
      const fields = { webhook_id: webhook.id, event_id: event.id, event_type: type, status: notKnownText, attempt_count: 0 };
      const delivery = this.#server.create('deliveries', { id: randomId('dlv'), within: [accountId, webhook.id], fields });
      const attempt = this.attempt(delivery).finally(() => this.#running.delete(attempt));
      this.#running.add(attempt);
    }
  }

  /** Sends a delivery's event, once more or for the first time, and writes down what came of it. */
  async attempt(delivery: StoredRecord): Promise<StoredRecord> {
    const startedAtMs = this.#server.nowMs;
    const outcome = await this.#send(delivery);
    const table = this.#server.table('deliveries');
    const now = table.get(delivery.id) ?? delivery;
    return this.#server.change('deliveries', now, {
      fields: {
        ...now.fields,
        attempt_count: Number(now.fields['attempt_count']) + 1,
        first_attempted_at: now.fields['first_attempted_at'] ?? startedAtMs,
        last_attempted_at: startedAtMs,
        last_response_status: outcome.status,
        last_error: outcome.error,
      },
    });
  }

  /** Waits until nothing is being sent. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Breaks off what is being sent. */
  stop(): void {
    this.#stop.abort();
  }

  async #send({ fields }: StoredRecord): Promise<{ readonly status: number | null; readonly error: string | null }> {
    const webhook = this.#server.table('webhooks').get(textOf(fields, 'webhook_id'));
    const event = this.#server.table('events').get(textOf(fields, 'event_id'));
    if (webhook === undefined || event === undefined) return { status: null, error: 'the webhook or the event is gone' };
    const url = new URL(textOf(webhook.fields, 'url'));
    if (!loopbackHosts.includes(url.hostname)) return { status: null, error: 'the emulator delivers to this machine only' };
    const { secret } = webhook.hidden;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...(typeof secret === 'string' ? { Authorization: `Bearer ${secret}` } : {}) },
        body: JSON.stringify(shape('Event', viewOf(event))),
        redirect: 'manual',
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(timeoutMs)]),
      });
      await response.body?.cancel();
      return { status: response.status, error: response.ok ? null : `answered ${response.status}` };
    } catch (error) {
      return { status: null, error: reasonOf(error) };
    }
  }
}

/** `fetch` wraps what really happened. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
