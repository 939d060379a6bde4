/** A body is not what it should be. The message names the place and what was expected, never what was found there. */
export class DecodeError extends Error {
  /** @param path - the place, such as `accessKeys[3].id`; empty for the whole body. */
  constructor(path: string, expected: string) {
    super(`${path === '' ? 'the body' : path} is not ${expected}`);
    this.name = 'DecodeError';
  }
}
