/** A person or a service a key is for. */
export interface Owner {
  /** What people type and machines compare: `alice`, `svc-billing`. Unique. */
  readonly id: string;
  readonly displayName: string | null;
  readonly kind: 'person' | 'service';
  readonly state: 'active' | 'departed';
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}
