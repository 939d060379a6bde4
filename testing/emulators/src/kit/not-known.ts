import type { EmulatedAnswer } from './exchange.ts';
import { jsonAnswer } from './exchange.ts';

/**
 * Thrown by a system when nobody has seen how the real one answers. It becomes a 501 that names the fact, so that
 * nothing is built on a guess.
 */
export class NotKnownError extends Error {
  override readonly name = 'NotKnownError';

  /** @param fact what is not known, as the end of a sentence: `how ... is answered` */
  constructor(fact: string) {
    super(`not known: ${fact}`);
  }
}

/** The 501 for a fact that is not known. */
export function notKnownAnswer(error: NotKnownError): EmulatedAnswer {
  return jsonAnswer(501, { code: 'NotKnown', message: error.message });
}
