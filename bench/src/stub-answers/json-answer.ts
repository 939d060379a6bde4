/** The whole answer to a request, ready to be written. */
export type StubAnswers = (method: string, target: string) => Buffer;

/** A status line, what headers a server sends anyway, and JSON. */
export function jsonAnswer(status: string, body: string): Buffer {
  const head = [
    'Server: stub',
    'Content-Type: application/json',
    'Date: Sat, 21 Nov 2026 02:00:00 GMT',
    'Connection: keep-alive',
    'Keep-Alive: timeout=5',
  ];
  return Buffer.from([`HTTP/1.1 ${status}`, ...head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'));
}
