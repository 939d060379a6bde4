import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { AccessLog } from './access-log.ts';
import type { ServerCertificate } from './certificate.ts';
import { certificateSha256 } from './certificate.ts';
import type { EmulatorClock } from './clock.ts';
import { answerControl, commonControls } from './control.ts';
import { deliver } from './deliver.ts';
import { FaultBook } from './faults.ts';
import { readRequest, Reply } from './reply.ts';
import { SocketServer } from './socket-server.ts';
import type { EmulatedSystem } from './system.ts';

/** What every emulator can be started with. */
export interface EmulatorOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** How long each call to the system waits before it is looked at, in milliseconds. @default 0 */
  readonly latencyMs?: number;
}

/** How {@link startEmulator} opens a system to the network. */
export interface Opening extends EmulatorOptions {
  /** Without it the system speaks plain HTTP. */
  readonly certificate?: ServerCertificate;
  /** How long the system keeps idle connections, in milliseconds. */
  readonly keepAliveTimeoutMs: number;
}

/** A running emulator: the controls that all systems share. */
export interface RunningEmulator<State = unknown> extends AsyncDisposable {
  /** The system's name, for example `outline`. */
  readonly system: string;
  /** Scheme, host and port, without a path. */
  readonly origin: string;
  readonly port: number;
  /** SHA-256 of the certificate in upper-case hex; absent over plain HTTP. */
  readonly certSha256?: string;
  readonly clock: EmulatorClock;
  readonly faults: FaultBook;
  readonly accessLog: AccessLog;
  /** How long each call waits before it is looked at, in milliseconds. */
  latencyMs: number;
  /** False after a crash, until {@link RunningEmulator.restart}. */
  readonly listening: boolean;
  /** Everything the system knows, secrets included, for comparisons. */
  state(): State;
  /** Back to a fresh installation: state, faults, latency, log and clock. Address and credential stay. */
  reset(): void;
  /** Kills the system's process: every connection is cut, nobody listens. */
  crash(): Promise<void>;
  /** Starts the process again on the same port with the same data; after a crash or as it runs. */
  restart(): Promise<void>;
  /** Ends the emulator for good. */
  close(): Promise<void>;
}

/** Opens a system on 127.0.0.1, with the control paths under `/_emulator/` beside its own. */
export async function startEmulator<State>(system: EmulatedSystem<State>, opening: Opening): Promise<RunningEmulator<State>> {
  const startLatencyMs = opening.latencyMs ?? 0;
  const faults = new FaultBook();
  const accessLog = new AccessLog();
  const emulator: RunningEmulator<State> = {
    system: system.name,
    get origin() {
      return `${opening.certificate === undefined ? 'http' : 'https'}://127.0.0.1:${server.port}`;
    },
    get port() {
      return server.port;
    },
    ...(opening.certificate === undefined ? {} : { certSha256: certificateSha256(opening.certificate.cert) }),
    clock: system.clock,
    faults,
    accessLog,
    latencyMs: startLatencyMs,
    get listening() {
      return server.listening;
    },
    state: () => system.state(),
    reset() {
      faults.clear();
      accessLog.clear();
      system.clock.reset();
      emulator.latencyMs = startLatencyMs;
      system.reset();
    },
    crash: () => server.kill(),
    async restart() {
      await server.kill();
      system.restarted();
      await server.start();
    },
    async close() {
      faults.clear();
      await server.kill();
    },
    [Symbol.asyncDispose]: () => emulator.close(),
  };
  const controls = { ...commonControls(emulator, system), ...system.controls };

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = incoming.url ?? '';
    const reply = new Reply(response);
    if (target.startsWith('/_emulator/')) {
      const request = await readRequest(incoming);
      if (request !== undefined) await reply.send(await answerControl(controls, request));
      return;
    }
    const publicPath = system.publicPath(target);
    const end = accessLog.begin({ atMs: system.clock.nowMs(), method: incoming.method ?? '', path: publicPath });
    const request = await readRequest(incoming);
    if (request === undefined) return;
    if (emulator.latencyMs > 0) await setTimeout(emulator.latencyMs);
    const path = publicPath.split('?', 1)[0] ?? '';
    const effect = faults.take(request.method, path);
    const act = () => system.handle(request);
    const begin = async () => (await system.accept?.(request)) ?? act;
    const delivered = await deliver({ request, path, act, begin, reply, faults }, effect);
    if (delivered.kind === 'crash') await server.kill();
    end({ status: delivered.kind === 'seen' ? delivered.status : null, fault: effect?.kind ?? null });
  }

  const server = new SocketServer(opening, (incoming, response) => {
    // A caller that goes away while it is answered is no fault of the emulator.
    response.on('error', () => undefined);
    serve(incoming, response).catch((error: unknown) => {
      process.stderr.write(`The ${system.name} emulator failed: ${error instanceof Error ? error.stack : String(error)}\n`);
      response.destroy();
    });
  });
  await server.start();
  return emulator;
}
