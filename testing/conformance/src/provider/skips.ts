/** Tests that an implementation cannot pass, and why. */
export interface Skip {
  readonly reason: string;
  /** Names of tests, word for word. */
  readonly tests: readonly string[];
}

/** The reason for each skipped test. @throws {Error} when a reason is empty, or a test does not exist or is named twice. */
export function reasonsByTest(skips: readonly Skip[], known: readonly string[]): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const { reason, tests } of skips) {
    if (reason.trim() === '') throw new Error(`A skip needs a reason: ${tests.join(', ')}`);
    for (const name of tests) {
      if (!known.includes(name)) throw new Error(`There is no test "${name}" that could be skipped. Tests: ${known.join('; ')}`);
      if (reasons.has(name)) throw new Error(`The test "${name}" is skipped twice`);
      reasons.set(name, reason);
    }
  }
  return reasons;
}
