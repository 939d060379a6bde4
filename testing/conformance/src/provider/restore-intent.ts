import type { IssueIntent } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';

/** Reads an intent back as a journal does: data through JSON, each secret through its value. */
export function restoreIntent(intent: IssueIntent): IssueIntent {
  const { secrets, fingerprintSource, ...data } = intent;
  return {
    // It was an intent before it was written down.
    ...(JSON.parse(JSON.stringify(data)) as Omit<IssueIntent, 'secrets' | 'fingerprintSource'>),
    secrets: Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, new Secret(secret.reveal())])),
    fingerprintSource: fingerprintSource === null ? null : new Secret(fingerprintSource.reveal()),
  };
}
