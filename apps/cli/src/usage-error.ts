/** A person typed something that cannot be meant: exit code 2, nothing was sent or stored. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** What to type instead, as a full sentence. */
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}
