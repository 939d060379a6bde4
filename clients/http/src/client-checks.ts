import type { ClientOptions } from './client-options.ts';
import { ConfigurationError } from './errors.ts';
import type { Hooks } from './hooks.ts';
import { nearestName } from './nearest-name.ts';
import { checkFlag, checkOptionNames, hasMethods } from './option-checks.ts';

/** A name that is missing here, or too many, does not compile. */
const shared: Readonly<Record<keyof ClientOptions, true>> = {
  timeoutMs: true,
  totalTimeoutMs: true,
  retries: true,
  maxConnections: true,
  minRequestGapMs: true,
  idleTimeoutMs: true,
  maxResponseBytes: true,
  userAgent: true,
  defaultHeaders: true,
  proxy: true,
  allowPlainHttp: true,
  transport: true,
  logger: true,
  logLevel: true,
  hooks: true,
  clock: true,
  random: true,
};

const hookNames: readonly (keyof Hooks)[] = ['onRequest', 'onResponse', 'onRetry'];

/** Which options a client of one system has beside the shared ones. */
export interface ClientOptionRules {
  readonly system: string;
  /** The names of its own options. */
  readonly own: readonly string[];
  /** Shared ones that it does not have. @default none */
  readonly without?: readonly (keyof ClientOptions)[];
}

/**
 * Looks at what was given to a client before any part of it is used: that it holds options, that each has a name that is known, and that
 * what is called later can be called. The client that is built on it checks the rest.
 *
 * @throws {ConfigurationError} that names the first wrong option.
 */
export function checkClientOptions(given: unknown, { system, own, without = [] }: ClientOptionRules): void {
  const names = Object.keys(shared).filter((name) => !without.some((missing) => missing === name));
  checkOptionNames(given, { system, owner: 'a client', known: [...own, ...names] });
  const options = given as Readonly<Partial<Record<keyof ClientOptions, unknown>>>; // an object, says the line above
  const need = (name: keyof ClientOptions, isRight: (value: unknown) => boolean, what: string): void => {
    const value = options[name];
    if (value !== undefined && value !== null && !isRight(value)) throw new ConfigurationError(system, `${name} must be ${what}`);
  };
  need('transport', isTransport, 'an object with honours, send() and close(), such as nodeTransport() gives');
  need('clock', (clock) => hasMethods(clock, ['nowMs', 'schedule']), 'an object with nowMs() and schedule()');
  need('random', (random) => typeof random === 'function' && isShare(draw(random)), 'a function that gives numbers from 0 to below 1');
  need('logger', (logger) => hasMethods(logger, ['log']), 'an object with log(level, message, fields)');
  need('hooks', (hooks) => typeof hooks === 'object', `an object with any of ${hookNames.join(', ')}`);
  checkHooks(system, options.hooks);
  checkFlag(system, 'allowPlainHttp', options.allowPlainHttp ?? undefined);
}

/** Draws from a checked source; when that fails in the midst of a call, the longest wait is the safe one. */
export function drawShare(random: () => number): number {
  const share = draw(random);
  return isShare(share) ? share : longestShare;
}

const longestShare = 1 - Number.EPSILON;

function draw(random: Function): unknown {
  try {
    return random();
  } catch {
    return undefined;
  }
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < 1;
}

function isTransport(transport: unknown): boolean {
  return hasMethods(transport, ['send', 'close']) && Array.isArray(Reflect.get(transport as object, 'honours'));
}

/** A watcher may hold what it likes beside its hooks; only what looks like one and is none is refused. */
function checkHooks(system: string, hooks: unknown): void {
  if (typeof hooks !== 'object' || hooks === null) return;
  for (const name of hookNames) {
    const hook: unknown = Reflect.get(hooks, name);
    if (hook !== undefined && typeof hook !== 'function') throw new ConfigurationError(system, `hooks.${name} must be a function`);
  }
  for (const name of Object.keys(hooks)) {
    if (!/^on[A-Z]/.test(name) || hookNames.some((known) => known === name)) continue;
    const near = nearestName(name, hookNames);
    throw new ConfigurationError(
      system,
      `there is no hook "${name}"; there are ${near === undefined ? '' : `"${near}" and its kind: `}${hookNames.join(', ')}`,
    );
  }
}
