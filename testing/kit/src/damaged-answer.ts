import type { SeededRandom } from './seeded-random.ts';

/** An answer over HTTP as a client's transport gives it. */
export interface DamagedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const structure = ['', '{', '}', '[', ']', ',', ':', '"', '\\', 'null', 'true', '[]', '{}', '0', '-1', '1e999'];
const oddities = ['\u0000', '\ud800', '\u2028', '"__proto__":1,', ' '.repeat(40)];
const inserts = [...structure, ...oddities];
const statuses = [200, 200, 200, 200, 201, 204, 301, 400, 401, 404, 409, 412, 418, 422, 429, 500, 503];
const types = ['application/json', 'application/json', 'text/html', '', 'application/json; charset=utf-8'];

/**
 * One of these bodies under any status, which something on the way has damaged in up to three places, sometimes down to its bytes, and whose
 * type may be named wrongly.
 */
export function damagedAnswer(random: SeededRandom, bodies: readonly string[]): DamagedAnswer {
  const pick = <Item>(items: readonly Item[]): Item => items[random.below(items.length)] as Item; // an index below the length
  let text = pick(bodies);
  for (let damages = random.below(4); damages > 0; damages -= 1) {
    const at = random.below(text.length + 1);
    text = text.slice(0, at) + pick(inserts) + text.slice(at + random.below(12));
  }
  const body = Buffer.from(random.below(50) === 0 ? '' : text);
  if (body.length > 0 && random.below(20) === 0) body[random.below(body.length)] = 128 + random.below(128);
  const type = pick(types);
  return { status: pick(statuses), headers: type === '' ? {} : { 'content-type': type }, body };
}
