/** What a key may use at most. An absent member means that nothing of that kind limits the key. */
export interface KeyLimits {
  /** Bytes over the system's own window (Outline: sliding 30 days); a whole number, 0 or more. */
  readonly dataLimitBytes?: number;
  /** US dollars per {@link KeyLimits.budgetPeriod}; 0 or more. */
  readonly budgetUsd?: number;
  /** The period of the budget as a duration (`30d`); absent: over the whole life of the key. */
  readonly budgetPeriod?: string;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  readonly maxParallelRequests?: number;
  /** Names of the models that the key may call. */
  readonly models?: readonly string[];
  /** Names of the rights that the key carries. */
  readonly scopes?: readonly string[];
  /** Addresses and CIDR ranges that may use the key. */
  readonly allowedAddresses?: readonly string[];
  /** Addresses and CIDR ranges that may not. */
  readonly deniedAddresses?: readonly string[];
}

/** The name of one kind of limit. */
export type LimitName = keyof KeyLimits;
