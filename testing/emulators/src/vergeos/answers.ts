import type { EmulatedAnswer } from '../kit/exchange.ts';
import type { NotKnownError } from '../kit/not-known.ts';
import type { ApiError } from './api-error.ts';
import type { Row } from './rows/row.ts';

const rowsAtOnce = 5_000;
const rowsPerChunk = 1_000;

/** Writes answers. */
export class Answering {
  json(status: number, value: unknown): EmulatedAnswer {
    return this.#answer(status, JSON.stringify(value));
  }

  error({ status, message }: ApiError): EmulatedAnswer {
    return this.json(status, { err: message });
  }

  /** The 501 for a fact that is not known. */
  notKnown({ message }: NotKnownError): EmulatedAnswer {
    return this.json(501, { err: message });
  }

  /** A list. Long ones go out piece by piece, as the rows were when the call came. */
  rows(rows: readonly Row[], show: (row: Row) => unknown): EmulatedAnswer {
    if (rows.length <= rowsAtOnce) return this.json(200, rows.map(show));
    const text = (row: Row) => JSON.stringify(show(row));
    return this.#answer(200, { chunks: () => pieces(rows, text) });
  }

  #answer(status: number, body: EmulatedAnswer['body']): EmulatedAnswer {
    return { kind: 'answer', status, headers: [['Content-Type', 'application/json']], body };
  }
}

function* pieces(rows: readonly Row[], text: (row: Row) => string): Generator<string> {
  for (let first = 0; first < rows.length; first += rowsPerChunk) {
    const piece = rows
      .slice(first, first + rowsPerChunk)
      .map(text)
      .join(',');
    yield first === 0 ? `[${piece}` : `,${piece}`;
  }
  yield ']';
}
