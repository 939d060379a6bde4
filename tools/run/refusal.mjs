/** A stop with a sentence for the person at the keyboard, printed without a stack. */
export class Refusal extends Error {
  /**
   * @param {string} message
   * @param {import('./child.mjs').Ending} [ending] how a child ended that this process should end like
   */
  constructor(message, ending = { code: 1, signal: null }) {
    super(message);
    this.ending = ending;
  }
}
