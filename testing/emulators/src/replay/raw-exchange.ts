import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { RecordedRequest, RecordedResponse } from './recorded-call.ts';

/**
 * Sends one request on a connection of its own, byte for byte as given: no client in between that would tidy the path
 * or add headers. Certificates are not looked at. Rejects when the connection ends without an answer.
 */
export async function rawExchange(origin: string, request: RecordedRequest): Promise<RecordedResponse> {
  const { protocol, hostname, port } = new URL(origin);
  const address = { host: hostname, port: Number(port) };
  const socket = protocol === 'https:' ? connectTls({ ...address, rejectUnauthorized: false }) : connectTcp(address);
  return parseResponse(await everything(socket, requestText(request, `${hostname}:${port}`)));
}

function requestText({ method, path, headers, body }: RecordedRequest, host: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  if (body !== undefined) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return `${[`${method} ${path} HTTP/1.1`, `Host: ${host}`, ...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${body ?? ''}`;
}

async function everything(socket: Socket, text: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.write(text);
  for await (const chunk of socket) chunks.push(chunk as Buffer); // no encoding is set, so chunks are bytes
  return Buffer.concat(chunks);
}

function parseResponse(bytes: Buffer): RecordedResponse {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) throw new Error('the connection ended without an answer');
  const [statusLine = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const rest = bytes.subarray(headEnd + 4);
  const body = headers['transfer-encoding'] === 'chunked' ? joinedChunks(rest) : rest;
  return { status: Number(statusLine.split(' ')[1]), headers, body: body.toString() };
}

function joinedChunks(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let place = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', place);
    const length = Number.parseInt(bytes.subarray(place, lineEnd).toString(), 16);
    if (lineEnd < 0 || !(length > 0)) return Buffer.concat(parts);
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + length));
    place = lineEnd + 2 + length + 2;
  }
}
