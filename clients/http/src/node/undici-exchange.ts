import type { Client, Dispatcher } from 'undici';
import { BodyCollector } from '../body-collector.ts';
import { TransportFailure } from '../transport.ts';
import type { TransportFailureKind, TransportRequest, TransportResponse } from '../transport.ts';
import { codeOf } from './error-code.ts';
import { joinHeaders } from './join-headers.ts';

/** Told once how an exchange ended. */
export interface ExchangeEnd {
  answered(answer: TransportResponse): void;
  failed(failure: TransportFailure): void;
}

/** One request on one connection, as undici reports it. */
export class UndiciExchange implements Dispatcher.DispatchHandler {
  readonly #request: TransportRequest;
  readonly #end: ExchangeEnd;
  readonly #body: BodyCollector;
  readonly #abort = (): void => this.#fail('aborted', 'ABORTED');
  #isOver = false;
  #sent = false;
  #status: number | undefined;
  #headers: Record<string, string> = {};

  constructor(request: TransportRequest, end: ExchangeEnd) {
    this.#request = request;
    this.#end = end;
    this.#body = new BodyCollector(request.maxResponseBytes);
  }

  start(client: Client): void {
    const { signal, method, path, headers, body } = this.#request;
    if (signal.aborted) return this.#abort();
    signal.addEventListener('abort', this.#abort, { once: true });
    client.dispatch({ method, path, headers, body: body ?? null }, this);
  }

  onRequestStart(): void {
    this.#sent = true;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = joinHeaders(headers);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#isOver) return;
    const { receive } = this.#request;
    const status = this.#status ?? 0;
    if (receive === undefined || status < 200 || status >= 300) {
      if (!this.#body.add(chunk)) this.#fail('too-large', 'TOO_LARGE');
      return;
    }
    const taken = receive(chunk);
    if (taken === undefined) return;
    controller.pause();
    void taken.then(() => controller.resume());
  }

  onResponseEnd(): void {
    if (!this.#settle()) return;
    this.#end.answered({ status: this.#status ?? 0, headers: this.#headers, body: this.#body.take() });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (TransportFailure.isInstance(error)) this.#fail(error.kind, error.reason);
    else this.#fail('lost', this.#status === undefined ? codeOf(error) : 'TRUNCATED');
  }

  #fail(kind: TransportFailureKind, reason: string): void {
    if (this.#settle()) this.#end.failed(new TransportFailure(kind, { reason, sent: this.#sent, status: this.#status }));
  }

  /** @returns whether this is the end; `false` after it. */
  #settle(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#request.signal.removeEventListener('abort', this.#abort);
    return true;
  }
}
