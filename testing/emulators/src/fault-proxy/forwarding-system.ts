import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { EmulatorClock } from '../kit/clock.ts';
import type { EmulatedAnswer, EmulatedRequest } from '../kit/exchange.ts';
import type { EmulatedSystem } from '../kit/system.ts';

/** Headers that belong to one connection, and the length, which every sender counts itself. */
const ownOfConnection = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];

/** A system elsewhere: every call is passed on, and its answer passed back. */
export class ForwardingSystem implements EmulatedSystem<null> {
  readonly name = 'fault proxy';
  readonly clock = new EmulatorClock();
  readonly controls = {};
  readonly #target: URL;

  constructor(target: URL) {
    this.#target = target;
  }

  publicPath(target: string): string {
    return target;
  }

  state(): null {
    return null;
  }

  stateAsJson(): string {
    return 'null';
  }

  reset(): void {
    // The system behind keeps what it has.
  }

  restarted(): void {
    // The system behind runs on.
  }

  handle({ method, target, headers, body }: EmulatedRequest): Promise<EmulatedAnswer> {
    const send = this.#target.protocol === 'https:' ? httpsRequest : httpRequest;
    const { hostname: host, port } = this.#target;
    const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !ownOfConnection.includes(name)));
    return new Promise((resolve) => {
      const unavailable = (): void => resolve(badGateway);
      // A connection for each call: one that the system behind has dropped in silence would look like a fault.
      const options = { host, port, method, path: target, agent: false, rejectUnauthorized: false };
      const outgoing = send({ ...options, headers: { ...kept, 'content-length': body.length } }, (incoming) => {
        buffer(incoming).then((answer) => resolve(asAnswer(incoming.statusCode ?? 0, incoming.rawHeaders, answer)), unavailable);
      });
      outgoing.on('error', unavailable).end(body);
    });
  }
}

const badGateway: EmulatedAnswer = {
  kind: 'answer',
  status: 502,
  headers: [['Content-Type', 'text/plain']],
  body: 'The system behind the fault proxy cannot be reached',
};

function asAnswer(status: number, rawHeaders: readonly string[], body: Buffer): EmulatedAnswer {
  const headers: [string, string][] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    if (!ownOfConnection.includes(name.toLowerCase())) headers.push([name, value]);
  }
  return { kind: 'answer', status, headers, body };
}
