/**
 * A life of a store. The first one is written down nowhere; a store that was restored from a backup, or made again from what the
 * systems show, begins the next: whatever it was doing before may have gone on elsewhere meanwhile.
 */
export interface Generation {
  /** Counts from 2. */
  readonly number: number;
  readonly reason: 'restored' | 'rebuilt';
  readonly begunAtMs: number;
  /** The backup it was restored from; null: there was none. */
  readonly backupId: string | null;
  /** When that backup was begun. What happened later is not in it. */
  readonly backupMadeAtMs: number | null;
}
