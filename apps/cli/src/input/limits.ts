import type { KeyLimits } from '@keyrack/contracts';

/** Which option sets which limit. The budget sets two, and is not one of them. */
const limitOf = {
  dataLimit: 'dataLimitBytes',
  requestsPerMinute: 'requestsPerMinute',
  tokensPerMinute: 'tokensPerMinute',
  maxParallelRequests: 'maxParallelRequests',
  models: 'models',
  scope: 'scopes',
  allowIp: 'allowedAddresses',
  denyIp: 'deniedAddresses',
} as const satisfies Readonly<Record<string, keyof KeyLimits>>;

type LimitOption = keyof typeof limitOf;

/** The options that limit a key, but for the budget. `Gone` is what stands for a limit that is to be removed. */
export type LimitOptions<Gone = never> = { readonly [Option in LimitOption]?: KeyLimits[(typeof limitOf)[Option]] | Gone };

/** Limits, or what stands for one that is to be removed. */
type Limits<Gone> = { readonly [Name in keyof KeyLimits]: KeyLimits[Name] | Gone };

/** The limits that were typed; none that was not. */
export function typedLimits<Gone = never>(options: LimitOptions<Gone>): Limits<Gone> {
  const names = Object.keys(limitOf) as LimitOption[]; // it has no other members
  const typed = names.filter((name) => options[name] !== undefined).map((name) => [limitOf[name], options[name]] as const);
  return Object.fromEntries(typed) as Limits<Gone>; // each option holds what its limit takes
}
