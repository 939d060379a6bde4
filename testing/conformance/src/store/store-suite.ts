/* oxlint-disable vitest/valid-title, vitest/expect-expect -- the cases bring their titles and assertions */
import { describe, test } from 'vitest';
import { reasonsByTest } from '../provider/skips.ts';
import type { Skip } from '../provider/skips.ts';
import { runStoreCase } from './run-store-case.ts';
import type { StoreCaseOptions } from './run-store-case.ts';
import { storeCases } from './store-cases.ts';

/** What {@link storeSuite} needs. */
export interface StoreSuiteOptions extends StoreCaseOptions {
  /** The store's name, for the report. */
  readonly name: string;
  /** Tests that this store cannot pass, each with the reason. They are printed. */
  readonly skip?: readonly Skip[];
  /** For one test. @default 60_000 */
  readonly timeoutMs?: number;
}

/**
 * Registers the tests that every store must pass, each in a place of its own.
 *
 * @throws {Error} when a skip has no reason or names a test that does not exist.
 * @example
 * storeSuite({ name: 'sqlite', open: (place) => openSqliteStore({ path: join(folder, place, 'keyrack.db'), clock }) });
 */
export function storeSuite({ name, skip = [], timeoutMs = 60_000, ...options }: StoreSuiteOptions): void {
  const groups = Object.entries(storeCases);
  const reasons = reasonsByTest(
    skip,
    groups.flatMap(([, cases]) => cases.map((storeCase) => storeCase.name)),
  );
  for (const [skipped, reason] of reasons) process.stderr.write(`${name} skips "${skipped}": ${reason}\n`);
  describe(`store ${name}`, () => {
    for (const [group, cases] of groups) {
      describe(group, () => {
        for (const [index, storeCase] of cases.entries()) {
          const place = `${group.replaceAll(' ', '-')}-${index + 1}`;
          test.skipIf(reasons.has(storeCase.name))(storeCase.name, { timeout: timeoutMs }, () => runStoreCase(storeCase, place, options));
        }
      });
    }
  });
}
