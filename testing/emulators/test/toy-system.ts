import { EmulatorClock } from '../src/kit/clock.ts';
import type { ControlRoutes } from '../src/kit/control-routes.ts';
import type { EmulatedRequest, Outcome } from '../src/kit/exchange.ts';
import { jsonAnswer } from '../src/kit/exchange.ts';
import type { EmulatedSystem } from '../src/kit/system.ts';

/** The smallest system: it counts what it is told, by path. Every emulator is at least this much. */
export class ToySystem implements EmulatedSystem<{ readonly counts: Readonly<Record<string, number>> }> {
  readonly name = 'toy';
  readonly clock = new EmulatorClock();
  readonly controls: ControlRoutes = {
    'POST /_emulator/forget': () => {
      this.#counts.clear();
      return jsonAnswer(200, {});
    },
  };
  readonly #counts = new Map<string, number>();
  starts = 1;
  /** Calls that were taken in and are not finished. */
  open = 0;

  async accept(request: EmulatedRequest): Promise<() => Promise<Outcome>> {
    this.open += 1;
    return () => {
      this.open -= 1;
      return this.handle(request);
    };
  }

  async handle({ method, target, body }: EmulatedRequest): Promise<Outcome> {
    const path = this.publicPath(target).split('?', 1)[0] ?? '';
    if (path === '/crash') return { kind: 'crash', reason: 'asked to' };
    if (path === '/drop') return { ...jsonAnswer(500, { error: 'dropped' }), dropsConnection: true };
    if (path === '/long') {
      const pieces = ['a'.repeat(70_000), 'b'.repeat(70_000)];
      return { kind: 'answer', status: 200, headers: [], body: { byteLength: 140_000, chunks: () => pieces } };
    }
    if (method !== 'GET') this.#counts.set(path, (this.#counts.get(path) ?? 0) + 1);
    return jsonAnswer(200, { count: this.#counts.get(path) ?? 0, bytes: body.length });
  }

  publicPath(target: string): string {
    return target.replace('/secret', '');
  }

  state(): { readonly counts: Readonly<Record<string, number>> } {
    return { counts: Object.fromEntries(this.#counts) };
  }

  stateAsJson(): string {
    return JSON.stringify(this.state());
  }

  reset(): void {
    this.#counts.clear();
  }

  restarted(): void {
    this.starts += 1;
  }
}
