import { durationMs } from './duration.ts';
import type { ControlCall, ControlRoutes } from './control-routes.ts';
import { ControlError, flagField, numberField, onlyFields } from './control-routes.ts';
import type { RunningEmulator } from './emulator.ts';
import type { EmulatedAnswer, EmulatedRequest } from './exchange.ts';
import { jsonAnswer } from './exchange.ts';
import { readFaultRule } from './fault-fields.ts';
import type { EmulatedSystem } from './system.ts';

/** The control paths that every emulator has. */
export function commonControls<State>(emulator: RunningEmulator<State>, system: EmulatedSystem<State>): ControlRoutes {
  const clockAnswer = () => jsonAnswer(200, { nowMs: emulator.clock.nowMs(), frozen: emulator.clock.frozen });
  const faultsAnswer = () => jsonAnswer(200, { pending: emulator.faults.pending, held: emulator.faults.held });
  return {
    'GET /_emulator/state': () => ({ ...jsonAnswer(200, null), body: system.stateAsJson() }),
    'POST /_emulator/reset': ({ fields }) => {
      onlyFields(fields, []);
      emulator.reset();
      return jsonAnswer(200, { reset: true });
    },
    'GET /_emulator/clock': clockAnswer,
    'POST /_emulator/clock': ({ fields }) => {
      moveClock(emulator, fields);
      return clockAnswer();
    },
    'POST /_emulator/latency': ({ fields }) => {
      onlyFields(fields, ['latencyMs']);
      emulator.latencyMs = numberField(fields, 'latencyMs') ?? 0;
      return jsonAnswer(200, { latencyMs: emulator.latencyMs });
    },
    'GET /_emulator/faults': faultsAnswer,
    'POST /_emulator/faults': ({ fields }) => {
      const id = emulator.faults.add(readFaultRule(fields));
      return jsonAnswer(201, { id });
    },
    'DELETE /_emulator/faults': () => {
      emulator.faults.clear();
      return faultsAnswer();
    },
    'POST /_emulator/faults/release': ({ fields }) => {
      onlyFields(fields, ['id']);
      return jsonAnswer(200, { released: emulator.faults.release(numberField(fields, 'id')) });
    },
    'GET /_emulator/log': ({ query }) => jsonAnswer(200, { calls: emulator.accessLog.entries(Number(query.get('after') ?? 0)) }),
  };
}

/** Answers a call to a control path; mistakes are named with 400, unknown paths with 404. */
export async function answerControl(routes: ControlRoutes, request: EmulatedRequest): Promise<EmulatedAnswer> {
  const url = new URL(request.target, 'http://localhost');
  const route = routes[`${request.method} ${url.pathname}`];
  if (route === undefined) return jsonAnswer(404, { error: `no such control; known: ${Object.keys(routes).join(', ')}` });
  try {
    return await route({ fields: readFields(request.body), query: url.searchParams } satisfies ControlCall);
  } catch (error) {
    if (error instanceof ControlError) return jsonAnswer(400, { error: error.message });
    throw error;
  }
}

function readFields(body: Buffer): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    throw new ControlError('the body must be JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>; // a plain JSON object
  throw new ControlError('the body must be a JSON object');
}

function moveClock(emulator: RunningEmulator, fields: Readonly<Record<string, unknown>>): void {
  onlyFields(fields, ['set', 'advance', 'freeze']);
  const freeze = flagField(fields, 'freeze');
  if (fields['set'] !== undefined) emulator.clock.set(instantMs(fields['set']));
  if (fields['advance'] !== undefined) emulator.clock.advance(durationMs(fields['advance']));
  if (freeze !== undefined) emulator.clock.freeze(freeze);
}

function instantMs(value: unknown): number {
  const ms = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isFinite(ms)) return ms;
  throw new ControlError('"set" must be an ISO 8601 instant or epoch milliseconds');
}
