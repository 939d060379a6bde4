import type { Socket } from 'node:net';
import { TransportFailure } from '../transport.ts';
import { http } from './builtins.ts';
import { codeOf } from './error-code.ts';

/** Where a tunnel leads. */
export interface TunnelEnd {
  readonly host: string;
  readonly port: number;
}

/**
 * Opens a CONNECT tunnel through a proxy, which then sees the end's host and port and nothing of what goes through.
 *
 * @param opened - told once.
 * @returns what to destroy to give the attempt up.
 */
export function openTunnel(
  proxy: string,
  end: TunnelEnd,
  opened: (failure: TransportFailure | null, socket: Socket | null) => void,
): { destroy(): unknown } {
  const url = new URL(proxy);
  const authority = `${end.host.includes(':') ? `[${end.host}]` : end.host}:${end.port}`;
  const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const credential = user === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` };
  const { request: send } = url.protocol === 'https:' ? process.getBuiltinModule('node:https') : http;
  const request = send({
    agent: false,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...credential },
  });
  request.once('connect', (response, socket: Socket) => {
    if (response.statusCode === 200) return opened(null, socket);
    socket.destroy();
    opened(
      new TransportFailure('connect', { reason: response.statusCode === 407 ? 'PROXY_CREDENTIAL_REFUSED' : 'PROXY_REFUSED', sent: false }),
      null,
    );
  });
  request.on('error', (error) => opened(new TransportFailure('connect', { reason: `PROXY_${codeOf(error)}`, sent: false }), null));
  request.end();
  return request;
}
