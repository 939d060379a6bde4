/** What a person is told of a failure, in two parts: whoever has better advice shows that instead, and nobody shows two. */
export interface ErrorWords {
  /** What failed, without any secret, without the name of the system and without a full stop. */
  readonly fault: string;
  /** What to do next, as a full sentence. @default null: the fault says all there is to say */
  readonly advice?: string | null;
}

/** Both parts as one text, for those who print nothing but the message. */
export function messageOf(system: string, { fault, advice = null }: ErrorWords): string {
  return advice === null ? `${system}: ${fault}` : `${system}: ${fault}. ${advice}`;
}
