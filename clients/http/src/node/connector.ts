import type { Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import { TransportFailure } from '../transport.ts';
import type { Target } from '../transport.ts';
import { crypto, net, tls } from './builtins.ts';
import { codeOf } from './error-code.ts';
import { openTunnel } from './tunnel.ts';

/** Told once: a connection that may be written to, or why there is none. */
export type Connected = (failure: TransportFailure | null, socket: Socket | null) => void;

/**
 * Opens connections to one target. A socket is handed over only when its server has been recognised, so nothing is ever
 * written to an impostor.
 */
export class Connector {
  readonly #target: Target;
  readonly #host: string;
  readonly #port: number;
  readonly #isTls: boolean;
  readonly #secureContext: SecureContext | undefined;

  constructor(target: Target) {
    const url = new URL(target.origin);
    this.#target = target;
    this.#host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    this.#isTls = url.protocol === 'https:';
    this.#port = url.port === '' ? (this.#isTls ? 443 : 80) : Number(url.port);
    this.#secureContext = this.#isTls ? contextFor(target) : undefined;
  }

  /** @returns gives the attempt up; `connected` is then told so, unless it was told before. */
  connect(connected: Connected): () => void {
    let pending: { destroy(): unknown } | undefined;
    let isOver = false;
    const finish: Connected = (failure, socket) => {
      if (isOver) return;
      isOver = true;
      if (failure !== null) pending?.destroy();
      connected(failure, socket);
    };
    const secure = (socket?: Socket): void => {
      pending = this.#secure(socket, finish);
    };
    const { proxy } = this.#target;
    if (proxy !== undefined) {
      pending = openTunnel(proxy, { host: this.#host, port: this.#port }, (failure, socket) => {
        if (socket === null || isOver) finish(failure, null);
        else if (this.#isTls) secure(socket);
        else finish(null, quiet(socket));
      });
    } else if (this.#isTls) secure();
    else pending = this.#plain(finish);
    return () => finish(new TransportFailure('aborted', { reason: 'ABORTED', sent: false }), null);
  }

  #plain(finish: Connected): Socket {
    const socket = quiet(net.connect({ host: this.#host, port: this.#port }));
    socket.once('connect', () => finish(null, socket));
    socket.once('error', (error) => finish(unconnected(error), null));
    return socket;
  }

  #secure(tunnel: Socket | undefined, finish: Connected): TLSSocket {
    const { certSha256 } = this.#target;
    const socket: TLSSocket = tls.connect({
      host: this.#host,
      port: this.#port,
      ...(tunnel === undefined ? {} : { socket: tunnel }),
      ...(net.isIP(this.#host) === 0 ? { servername: this.#host } : {}),
      ...(this.#secureContext === undefined ? {} : { secureContext: this.#secureContext }),
      // With a pin the certificate itself is the identity, whoever signed it.
      rejectUnauthorized: certSha256 === undefined,
    });
    quiet(socket);
    socket.once('secureConnect', () => {
      if (certSha256 !== undefined && shownPin(socket) !== certSha256)
        finish(new TransportFailure('pin', { reason: 'PIN_MISMATCH', sent: false }), null);
      else finish(null, socket);
    });
    socket.once('error', (error) => {
      const isUntrusted = Boolean(socket.authorizationError);
      finish(isUntrusted ? new TransportFailure('certificate', { reason: codeOf(error), sent: false }) : unconnected(error), null);
    });
    return socket;
  }
}

/** Reading the roots takes a process's first milliseconds, and a pin does not look at them. */
function contextFor(target: Target): SecureContext | undefined {
  if (target.certSha256 !== undefined) return tls.createSecureContext({ ca: [] });
  return target.ca === undefined ? undefined : tls.createSecureContext({ ca: target.ca });
}

/**
 * A resumed session shows no certificate. We never offer a session, so that each connection is recognised anew; should one
 * be resumed all the same, it has no certificate to show and is refused.
 */
function shownPin(socket: TLSSocket): string | undefined {
  const certificate = socket.getPeerX509Certificate();
  return certificate === undefined ? undefined : crypto.createHash('sha256').update(certificate.raw).digest('hex');
}

/** Between two owners nobody listens; an error then would end the process. */
function quiet(socket: Socket): Socket {
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  return socket;
}

function unconnected(error: unknown): TransportFailure {
  return new TransportFailure('connect', { reason: codeOf(error), sent: false });
}
