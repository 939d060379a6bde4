import { createHash } from 'node:crypto';
import { AuditBrokenError } from '@keyrack/contracts';
import type { AuditEvent } from '@keyrack/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../support/canonical-json.ts';
import { chainStart } from './chain.ts';
import { eventLine, headerLine, withdrawalLine } from './file-format.ts';
import type { AuditHead } from './head.ts';
import { verifyAuditLines } from './verify-file.ts';
import type { FileExpectations, FileText } from './verify-file.ts';

/** One transaction of a writer: how many events, what becomes of it, and how much of its last line got onto the disk. */
interface Attempt {
  readonly events: number;
  readonly end: 'committed' | 'killed' | 'torn';
}

const attempts = fc.array(
  fc.record({ events: fc.integer({ min: 1, max: 4 }), end: fc.constantFrom('committed', 'committed', 'killed', 'torn' as const) }),
  { minLength: 1, maxLength: 12 },
) satisfies fc.Arbitrary<readonly Attempt[]>;

/** A file as a writer leaves it that knows from its store what was committed. */
class Writer {
  text = headerLine({ id: 'af_1', rackId: 'testrack', after: chainStart });
  head: AuditHead = chainStart;
  #end = this.text.length;
  /** Where committed lines begin. */
  readonly committedLines: string[] = [];

  write({ events, end }: Attempt): void {
    if (this.text.length > this.#end) {
      const gap = this.text.endsWith('\n') ? '' : '\n';
      this.text += gap + withdrawalLine({ from: this.#end, to: this.text.length });
    }
    const chain: AuditEvent[] = [];
    for (let count = 0; count < events; count++) chain.push(event(chain.at(-1) ?? this.head, this.text.length));
    const last = chain.at(-1);
    const lines = chain.map((each) => eventLine(each, last?.sequence ?? 0));
    const whole = lines.join('');
    this.text += end === 'torn' ? whole.slice(0, -7) : whole;
    if (end !== 'committed' || !last) return;
    this.head = { sequence: last.sequence, hash: last.hash };
    this.#end = this.text.length;
    this.committedLines.push(...lines);
  }
}

function event(previous: AuditHead, salt: number): AuditEvent {
  const linked = {
    type: 'key.issued',
    atMs: Date.UTC(2027, 0, 1) + salt,
    actor: 'tester',
    connectionId: null,
    keyId: 'key_1',
    operationId: null,
    detail: { name: 'alice' },
    sequence: previous.sequence + 1,
    previousHash: previous.hash,
  };
  return { ...linked, hash: createHash('sha256').update(canonicalJson(linked)).digest('hex') };
}

async function* linesOf(text: string): AsyncGenerator<FileText> {
  let start = 0;
  for (const part of text.split(/(?<=\n)/)) {
    const isWhole = part.endsWith('\n');
    yield { text: isWhole ? part.slice(0, -1) : part, start, end: start + part.length, isWhole };
    start += part.length;
  }
}

function written(plan: readonly Attempt[]): Writer {
  const writer = new Writer();
  for (const attempt of plan) writer.write(attempt);
  return writer;
}

/** As the store tells: what it has is committed. */
function knowing(writer: Writer): Pick<FileExpectations, 'whichWasCommitted'> {
  return {
    whichWasCommitted: async (open) => open.filter(({ last }) => writer.committedLines.some((line) => line.includes(last.hash))),
  };
}

describe('a file of audit events', () => {
  test('holds whatever was killed or torn on the way, and gives exactly what was committed', async () => {
    await fc.assert(
      fc.asyncProperty(attempts, async (plan) => {
        const writer = written(plan);
        const found = await verifyAuditLines(linesOf(writer.text), knowing(writer));
        expect(found).toMatchObject({
          events: writer.head.sequence,
          headHash: writer.head.sequence === 0 ? null : writer.head.hash,
          hasUncommittedTail: plan.at(-1)?.end !== 'committed',
        });
        // By itself it says the same, but for what only the store knows.
        const alone = await verifyAuditLines(linesOf(writer.text));
        expect(alone.events - alone.undecided).toBeLessThanOrEqual(writer.head.sequence);
      }),
      { numRuns: 200 },
    );
  });

  test('does not hold when it tells what was before its own beginning', async () => {
    const [fourth, header] = [event({ sequence: 3, hash: 'a'.repeat(64) }, 0), { sequence: 5, hash: 'b'.repeat(64) }];
    const lines = [fourth, event(fourth, 1)].map((each) => eventLine(each, each.sequence));
    const text = headerLine({ id: 'af_1', rackId: 'testrack', after: header }) + lines.join('');
    await expect(verifyAuditLines(linesOf(text))).rejects.toMatchObject({ details: { sequence: 5 } });
  });

  test('does not hold when a committed line was taken out, doubled, or changed by a letter', async () => {
    const tamperings = [
      () => '',
      (line: string) => line + line,
      (line: string) => line.replace('"alice"', '"alicf"'),
      (line: string) => line.replace('"hash":"', '"hash":"0'),
      (line: string) => line.slice(0, -1),
    ];
    await fc.assert(
      fc.asyncProperty(attempts, fc.nat(), fc.constantFrom(...tamperings), async (plan, which, tamper) => {
        const writer = written([
          ...plan,
          { events: 2, end: 'committed' },
          { events: 1, end: 'committed' },
          { events: 1, end: 'committed' },
        ]);
        const line = writer.committedLines[which % (writer.committedLines.length - 2)] ?? '';
        const text = writer.text.replace(line, () => tamper(line));
        await expect(verifyAuditLines(linesOf(text))).rejects.toThrow(AuditBrokenError);
      }),
      { numRuns: 300 },
    );
  });
});
