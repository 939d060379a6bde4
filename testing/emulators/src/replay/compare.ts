import type { Bindings } from './bindings.ts';
import type { RecordedResponse } from './recorded-call.ts';

/** Says what a recorded value must be in this run, by the name of its property; `undefined` leaves it as it is. */
export type ValueForm = (recorded: unknown, actual: unknown, bindings: Bindings) => Expectation;

/** What is expected in place of a recorded value, or why what came cannot be right. */
type Expectation = { readonly value: unknown } | { readonly wrong: string };

/** How answers of one system are compared. */
export interface Comparison {
  /** Headers that are not looked at, in lower case. */
  readonly ignoredHeaders: readonly string[];
  /** Forms of volatile values by property name. */
  readonly forms: Readonly<Record<string, ValueForm>>;
  readonly bindings: Bindings;
}

/** The differences between a recorded answer and one of this run; none when they are the same. */
export function differences(recorded: RecordedResponse, actual: RecordedResponse, comparison: Comparison): readonly string[] {
  const found: string[] = [];
  if (recorded.status !== actual.status) found.push(`status: recorded ${recorded.status}, now ${actual.status}`);
  const names = new Set([...Object.keys(recorded.headers), ...Object.keys(actual.headers)]);
  for (const name of names) {
    const [was, is] = [recorded.headers[name], actual.headers[name]];
    if (!comparison.ignoredHeaders.includes(name) && was !== is) found.push(`header ${name}: recorded ${show(was)}, now ${show(is)}`);
  }
  return [...found, ...bodyDifferences(recorded.body, actual.body, comparison)];
}

function bodyDifferences(recorded: string, actual: string, comparison: Comparison): readonly string[] {
  if (recorded === actual) return [];
  const wrong: string[] = [];
  let expected: string;
  try {
    // The recorded text again, with this run's values in place of volatile ones: order and spelling count.
    expected = JSON.stringify(expectedValue(JSON.parse(recorded), JSON.parse(actual), { comparison, wrong, name: '' }));
  } catch {
    expected = recorded;
  }
  if (wrong.length > 0) return wrong;
  return expected === actual ? [] : [`body: recorded ${show(expected)}, now ${show(actual)}`];
}

interface Place {
  readonly comparison: Comparison;
  readonly wrong: string[];
  readonly name: string;
}

function expectedValue(recorded: unknown, actual: unknown, place: Place): unknown {
  const form = Object.hasOwn(place.comparison.forms, place.name) ? place.comparison.forms[place.name] : undefined;
  if (form !== undefined) {
    const expectation = form(recorded, actual, place.comparison.bindings);
    if ('value' in expectation) return expectation.value;
    place.wrong.push(`body, ${place.name}: ${expectation.wrong}`);
    return recorded;
  }
  if (Array.isArray(recorded)) {
    const items: readonly unknown[] = Array.isArray(actual) ? actual : [];
    return recorded.map((item, index) => expectedValue(item, items[index], place));
  }
  if (typeof recorded !== 'object' || recorded === null) return recorded;
  const properties = (typeof actual === 'object' && actual !== null ? actual : {}) as Readonly<Record<string, unknown>>; // checked here
  const entries = Object.entries(recorded).map(([name, value]) => [name, expectedValue(value, properties[name], { ...place, name })]);
  return Object.fromEntries(entries);
}

function show(value: string | undefined): string {
  if (value === undefined) return 'nothing';
  return value.length > 300 ? `${value.slice(0, 300)}... (${value.length})` : value;
}
