/** The proxy puts what has no instant last. */
const never = '~';

/** An instant of the client's one form as the rank of a list that is sorted by it. */
export function instantRank(instant: string | null): string {
  return instant ?? never;
}
