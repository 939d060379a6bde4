import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { EmulatedAnswer, EmulatedRequest } from './exchange.ts';

/** Reads a whole request; `undefined` when the caller went away before it was complete. */
export async function readRequest(incoming: IncomingMessage): Promise<EmulatedRequest | undefined> {
  const chunks: Buffer[] = [];
  const remoteAddress = incoming.socket.remoteAddress ?? ''; // unknown once the caller is gone
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer); // no encoding is set, so chunks are bytes
  } catch {
    return undefined;
  }
  return {
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    headers: incoming.headers,
    body: Buffer.concat(chunks),
    remoteAddress,
  };
}

/** The caller's end of one call: it takes one answer, or loses its connection. */
export class Reply {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** Sends the whole answer. */
  async send(answer: EmulatedAnswer): Promise<void> {
    if (this.#response.destroyed) return;
    const { body } = answer;
    this.#head(answer);
    // Without a word in the headers: the caller learns of it when its next request on the connection is lost.
    const { socket } = this.#response;
    if (answer.dropsConnection === true) this.#response.once('finish', () => socket?.destroy());
    if (body === null || typeof body === 'string' || Buffer.isBuffer(body)) {
      this.#response.end(body ?? undefined);
      return;
    }
    for (const chunk of body.chunks()) {
      if (this.#response.destroyed) return;
      if (!this.#response.write(chunk)) await this.#writable();
      else await setImmediate(); // lets other calls in between the pieces of a long answer
    }
    this.#response.end();
  }

  /** Announces the whole answer and breaks off after `bytes` of its body (default half of it). */
  async truncate(answer: EmulatedAnswer, bytes?: number): Promise<void> {
    if (this.#response.destroyed) return;
    const whole = bodyBytes(answer);
    this.#head(answer);
    const part = whole.subarray(0, bytes ?? Math.floor(whole.length / 2));
    await new Promise<void>((resolve) => this.#response.write(part, () => resolve()));
    this.close();
  }

  /** Cuts the connection without an answer. */
  close(): void {
    this.#response.socket?.destroy();
  }

  #writable(): Promise<void> {
    return new Promise((resolve) => {
      const goOn = () => {
        this.#response.off('drain', goOn).off('close', goOn);
        resolve();
      };
      this.#response.on('drain', goOn).on('close', goOn);
    });
  }

  #head(answer: EmulatedAnswer): void {
    const { body } = answer;
    const headers = answer.headers.flat();
    const length = typeof body === 'string' ? Buffer.byteLength(body) : body?.byteLength;
    if (length !== undefined) headers.push('Content-Length', String(length));
    this.#response.writeHead(answer.status, headers);
  }
}

function bodyBytes({ body }: EmulatedAnswer): Buffer {
  if (body === null) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  return Buffer.isBuffer(body) ? body : Buffer.concat(Array.from(body.chunks(), (chunk) => Buffer.from(chunk)));
}
