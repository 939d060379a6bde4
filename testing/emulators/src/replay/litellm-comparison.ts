import { createHash } from 'node:crypto';
import { Timeline } from './timeline.ts';

const time = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00| UTC)?`;
const uuid = String.raw`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`;
const hash = String.raw`\b[0-9a-f]{64}\b`;
const secret = String.raw`sk-[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])`;
const shortened = String.raw`sk-\.\.\.[^\s"',)]{4}`;
const address = String.raw`127\.0\.0\.1:\d+`;
const encrypted = String.raw`litellm_enc::[A-Za-z0-9_-]+={0,2}`;
const day = String.raw`\b\d{4}-\d\d-\d\d\b`;
const volatile = new RegExp(`(${[time, uuid, hash, secret, shortened, address, encrypted, day].join('|')})`, 'g');
/** Names of what the system measures, or counts from its own start: only the kind of number is compared. */
const measured = new Set([
  'created',
  'response_time_ms',
  'total_response_time_ms',
  'x-litellm-callback-duration-ms',
  'x-litellm-response-duration-ms',
]);
const isTime = new RegExp(`^${time}$`);
/** Names of lists that the proxy asks the database for without an order. */
const unordered = new Set(['team_memberships', 'access_via_team_ids']);

/**
 * Compares answers of two runs: what the system made up in one stands for what it made up in the other, always the
 * same for the same; instants are the same when they lie alike on the two timelines and are spelled alike.
 */
export class LiteLLMComparison {
  /** To be told of every call before its answer is compared. */
  readonly timeline = new Timeline();
  readonly #actual = new Map<string, string>();

  /** To be told of the day of every call too: days stand in addresses. */
  bindDay(recordedMs: number, actualMs: number): void {
    this.#actual.set(dayOf(recordedMs), dayOf(actualMs));
  }

  /** What a recorded text is in this run: with this run's ids, secrets and hashes. */
  inThisRun(text: string): string {
    return text.replaceAll(volatile, (part) => this.#actual.get(part) ?? part);
  }

  /** Every difference between two values, numbers marked by their kind. The order of names counts. */
  differences(recorded: unknown, actual: unknown, place = 'body'): readonly string[] {
    if (typeof recorded === 'string' && typeof actual === 'string') {
      if (measured.has(place.split(/[. ]/).at(-1) ?? '') && numberKind(recorded) === numberKind(actual)) return [];
      return this.#sameText(recorded, actual) ? [] : [`${place}: recorded ${show(recorded)}, now ${show(actual)}`];
    }
    if (Array.isArray(recorded) && Array.isArray(actual) && recorded.length === actual.length) {
      const inOrder = (list: readonly unknown[]): readonly unknown[] =>
        unordered.has(place.split('.').at(-1) ?? '') ? list.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)) : list;
      const now = inOrder(actual);
      return inOrder(recorded).flatMap((item, index) => this.differences(item, now[index], `${place}[${index}]`));
    }
    if (!isObject(recorded) || !isObject(actual)) {
      return recorded === actual ? [] : [`${place}: recorded ${show(recorded)}, now ${show(actual)}`];
    }
    const [names, now] = [Object.keys(recorded), Object.keys(actual)];
    if (names.join() !== now.join()) return [`${place}: recorded names ${names.join()}, now ${now.join()}`];
    return names.flatMap((name) => this.differences(recorded[name], actual[name], `${place}.${name}`));
  }

  #sameText(recorded: string, actual: string): boolean {
    if (recorded === actual && !this.#actual.has(recorded)) return true;
    const [was, is] = [recorded.split(volatile), actual.split(volatile)];
    return (
      was.length === is.length &&
      was.every((part, index) => (index % 2 === 0 ? part === is[index] : this.#sameThing(part, is[index] ?? '')))
    );
  }

  #sameThing(recorded: string, actual: string): boolean {
    if (isTime.test(recorded))
      return isTime.test(actual) && sameSpelling(recorded, actual) && this.timeline.same(instantOf(recorded), instantOf(actual));
    const bound = this.#actual.get(recorded);
    if (bound !== undefined) return bound === actual;
    if (recorded === actual) return true;
    const kind = [uuid, secret, address, encrypted].find((form) => new RegExp(`^${form}$`).test(recorded));
    if (kind === undefined || !new RegExp(`^${kind}$`).test(actual) || [...this.#actual.values()].includes(actual)) return false;
    this.#bind(recorded, actual);
    return true;
  }

  /** A secret that stands for another takes its hash and its short form along. */
  #bind(recorded: string, actual: string): void {
    this.#actual.set(recorded, actual);
    if (!recorded.startsWith('sk-')) return;
    this.#actual.set(hashOf(recorded), hashOf(actual));
    this.#actual.set(`sk-...${recorded.slice(-4)}`, `sk-...${actual.slice(-4)}`);
  }
}

/** Whether two values have the same shape, whatever their texts say. */
export function sameShape(recorded: unknown, actual: unknown): boolean {
  if (!isObject(recorded) || !isObject(actual)) return typeof recorded === typeof actual;
  const [names, now] = [Object.keys(recorded), Object.keys(actual)];
  return names.join() === now.join() && names.every((name) => sameShape(recorded[name], actual[name]));
}

function sameSpelling(one: string, other: string): boolean {
  const form = (text: string) => text.replace(/\.\d+/, '').replaceAll(/\d/g, '0');
  return form(one) === form(other);
}

/** What an item of a list is called: its own text, or the user whose it is. */
function nameOf(item: unknown): string {
  return isObject(item) ? String(item['user_id']) : String(item);
}

/** `i:` or `f:` of a marked number; of a text that is a number the same. */
function numberKind(text: string): string {
  if (/^[if]:/.test(text)) return text.slice(0, 2);
  return /^\d+(?:\.\d+)?(?:e-?\d+)?$/.test(text) ? 'number' : text;
}

function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

function instantOf(text: string): number {
  return Date.parse(text.replace(' UTC', 'Z').replace(' ', 'T'));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}... (${text.length})` : text;
}
