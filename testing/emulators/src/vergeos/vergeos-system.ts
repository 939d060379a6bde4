import type { EmulatorClock } from '../kit/clock.ts';
import type { EmulatedAnswer, EmulatedRequest, Outcome, StreamedBody } from '../kit/exchange.ts';
import { NotKnownError } from '../kit/not-known.ts';
import type { EmulatedSystem } from '../kit/system.ts';
import type { Caller } from './access/caller.ts';
import { authenticate } from './access/credentials.ts';
import { closeSession, openSession } from './access/session-calls.ts';
import { Answering } from './answers.ts';
import { ApiError, badRequest, notFound, notPermitted, permissionDenied, tooManyRequests } from './api-error.ts';
import type { TableCall } from './rows/operations.ts';
import { createRow, deleteRow, getRow, listRows, updateRow } from './rows/operations.ts';
import { schemaAnswer } from './rows/schema-answer.ts';
import type { VergeOSSettings } from './options.ts';
import { readBody } from './request-body.ts';
import { isTableName, tableKinds } from './tables/index.ts';
import { brokenActions, otherTables } from './tables/other-tables.ts';
import type { Target } from './target.ts';
import { readTarget, withoutToken } from './target.ts';
import { vergeosControls } from './vergeos-controls.ts';
import { VergeOSServer } from './vergeos-server.ts';
import type { VergeOSState } from './vergeos-state.ts';
import { vergeosState, vergeosStateJson } from './vergeos-state.ts';

type TableTarget = Extract<Target, { readonly table: string }>;

/** A VergeOS behind its API. */
export class VergeOSSystem implements EmulatedSystem<VergeOSState> {
  readonly name = 'vergeos';
  readonly clock: EmulatorClock;
  readonly controls = vergeosControls(this);
  readonly #settings: VergeOSSettings;
  #server: VergeOSServer;

  constructor(settings: VergeOSSettings, clock: EmulatorClock) {
    this.#settings = settings;
    this.clock = clock;
    this.#server = new VergeOSServer(settings, clock);
  }

  /** The installation behind the API. */
  get server(): VergeOSServer {
    return this.#server;
  }

  publicPath(target: string): string {
    return withoutToken(target);
  }

  state(): VergeOSState {
    return vergeosState(this.#server);
  }

  stateAsJson(): StreamedBody {
    return vergeosStateJson(this.#server);
  }

  reset(): void {
    this.#server = new VergeOSServer(this.#settings, this.clock);
  }

  restarted(): void {
    this.#server.sessions.restarted();
    this.#server.history.add('system.restart');
  }

  async handle(request: EmulatedRequest): Promise<Outcome> {
    const answer = new Answering();
    try {
      if (request.headers['x-json-non-compact'] !== undefined) throw new NotKnownError('what the header X-JSON-Non-Compact does');
      return this.#answer(request, answer);
    } catch (error) {
      if (error instanceof ApiError) return answer.error(error);
      if (error instanceof NotKnownError) return answer.notKnown(error);
      throw error;
    }
  }

  #answer(sent: EmulatedRequest, answer: Answering): EmulatedAnswer {
    const server = this.#server;
    const request = { ...sent, remoteAddress: server.callerAddress ?? sent.remoteAddress };
    const { place, query } = readTarget(request.target);
    if (place.kind === 'version') return this.#version(request.method, answer);
    if (place.kind === 'sessions') return openSession(server, request, answer);
    const caller = this.#admit(request);
    switch (place.kind) {
      case 'nothing':
        throw notFound();
      case 'session':
        return closeSession(server, { method: request.method, caller, token: place.token, answer });
      default:
        return this.#toTable(request, place, { caller, query, answer });
    }
  }

  /** Who calls, and whether the caller's key has calls left. */
  #admit(request: EmulatedRequest): Caller {
    const server = this.#server;
    const caller = authenticate(server, request);
    if (caller.apiKey !== undefined) {
      if (!server.requestLimit.admit(caller.apiKey.$key, server.nowMs)) throw tooManyRequests();
      server.touchKey(caller.apiKey, request.remoteAddress);
    }
    return caller;
  }

  #toTable(
    request: EmulatedRequest,
    place: TableTarget,
    { caller, query, answer }: { readonly caller: Caller; readonly query: URLSearchParams; readonly answer: Answering },
  ): EmulatedAnswer {
    const server = this.#server;
    const { method } = request;
    if (brokenActions.has(place.table)) throw badRequest('Bad request');
    if (otherTables.has(place.table)) throw new NotKnownError(`what the table ${place.table} answers: it is not emulated`);
    if (!isTableName(place.table)) throw notFound();
    const kind = tableKinds[place.table];
    const call: TableCall = { server, caller, kind, table: server.rows(place.table), answer };
    if (place.kind === 'schema') {
      if (method !== 'GET') throw notPermitted();
      if (!server.rights.isAdministrator(caller)) throw permissionDenied();
      return answer.json(200, schemaAnswer(kind.schema));
    }
    if (method !== 'GET' && [...query.keys()].length > 0) throw new NotKnownError(`what query parameters of ${method} do`);
    if (place.kind === 'table') {
      if (method === 'GET') return listRows(call, query);
      if (method === 'POST') return createRow(call, readBody(request));
      throw notPermitted();
    }
    if (!/^[1-9]\d{0,15}$/.test(place.key)) throw notFound();
    const key = Number(place.key);
    if (method === 'GET') return getRow(call, key, query);
    if (method === 'PUT') return updateRow(call, key, readBody(request));
    if (method === 'DELETE') return deleteRow(call, key);
    throw notPermitted();
  }

  #version(method: string, answer: Answering): EmulatedAnswer {
    if (method !== 'GET') throw notPermitted();
    return answer.json(200, { version: this.#settings.version });
  }
}
