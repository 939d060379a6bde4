import type { Operation } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import { untouched } from './acts/act-on-keys.ts';
import { sayEndLag } from './acts/end-lag.ts';
import { onceOthersAreDone } from './acts/once-others-are-done.ts';
import { owedFailure } from './acts/owed-failure.ts';
import type { Target } from './acts/target.ts';
import { targetName } from './acts/target.ts';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-code.ts';
import { combineExitCodes, exitCode } from './exit-code.ts';
import type { Host } from './host.ts';
import type { OutputFormat } from './output/format.ts';
import type { ShownSecret } from './output/print-secret.ts';
import { printSecret, secretPrinter } from './output/print-secret.ts';
import { printable } from './output/printable.ts';
import { sayWhenSlow } from './output/say-when-slow.ts';
import { keyRecord } from './records/key-record.ts';
import { failureText, reportStop, whatFailed } from './report-failure.ts';

/** How keys are to be rotated. */
export interface RotationRequest {
  readonly targets: readonly Target[];
  /** How long the old secret stays valid after the new one was taken, in milliseconds. */
  readonly overlapMs: number;
  readonly output: OutputFormat;
  /** Several keys were asked for: the machine formats print a list, however many of them can be rotated. */
  readonly isList: boolean;
}

/**
 * Rotates keys and shows each new secret as soon as it is made: it counts as delivered once it was handed to standard output.
 * A key that fails does not keep the others waiting; an output that nobody reads ends it.
 */
export async function rotateKeys({ host }: Context, rack: Rack, request: RotationRequest): Promise<ExitCode> {
  const { targets, overlapMs, output, isList } = request;
  const [only] = targets;
  if (only && !isList) return rotate(host, rack, { target: only, overlapMs, print: (shown) => printSecret(host, output, shown) });
  const printer = secretPrinter(host, output);
  const codes: ExitCode[] = [];
  for (const target of targets) {
    if (host.signal.aborted) break;
    let isShown = false;
    const print = async (shown: ShownSecret): Promise<void> => {
      isShown = true;
      await printer.print(shown);
    };
    try {
      codes.push(await rotate(host, rack, { target, overlapMs, print }));
    } catch (error) {
      if (isShown) throw error;
      const failure = whatFailed(host, error);
      codes.push(failure.exitCode);
      await host.errors.write(failureText(host, { ...failure, message: `${targetName(target)}: ${failure.message}` }));
    }
  }
  await printer.end();
  return (await reportStop(host, { codes, left: untouched(targets.length - codes.length) })) ?? combineExitCodes(codes);
}

interface SingleRotation extends Pick<RotationRequest, 'overlapMs'> {
  readonly target: Target;
  readonly print: (shown: ShownSecret) => Promise<void>;
}

async function rotate(host: Host, rack: Rack, { target, overlapMs, print }: SingleRotation): Promise<ExitCode> {
  const { signal } = host;
  const { key, version, secret } = await onceOthersAreDone(
    host,
    () => sayWhenSlow(host, rack.keys.rotate(target.key.id, { overlapMs, signal })),
    ({ details }) => details['kind'] !== 'rotate',
  );
  await host.errors.write(`Rotated ${printable(targetName(target))} (${key.id}): this is the secret of version ${version.number}.\n`);
  await print({ key: keyRecord(key, version, target.connection), secret });
  return tellDelivery(host, rack, target);
}

/** The rack is told that the newest secret of a key has reached somebody; the person, what becomes of the one before. */
async function tellDelivery(host: Host, rack: Rack, target: Target): Promise<ExitCode> {
  const { id } = target.key;
  const { key, operation } = await onceOthersAreDone(host, () =>
    sayWhenSlow(host, rack.keys.confirmDelivered(id, { signal: host.signal })),
  );
  if (operation !== null) return tellRetirement(host, rack, { target, operation });
  if (key.state === 'active') return exitCode.done;
  await host.errors.write(`Another process has ended this secret meanwhile: ${printable(targetName(target))} is ${key.state}.\n`);
  return exitCode.partly;
}

/** Tells what becomes of the old secret, once the new one has reached somebody. */
export async function tellRetirement(
  host: Host,
  rack: Rack,
  { target, operation }: { readonly target: Target; readonly operation: Operation },
): Promise<ExitCode> {
  if (operation.state === 'done') {
    await host.errors.write('The old secret is not valid any more.\n');
    await sayEndLag(host, rack, [target]);
    return exitCode.done;
  }
  const { waitUntilMs } = operation;
  // Interrupted work is due at once; only an overlap lies ahead then.
  const isOverlap = waitUntilMs !== null && operation.failedAttempts === 0 && (!host.signal.aborted || waitUntilMs > host.nowMs());
  if (operation.state === 'waiting' && isOverlap) {
    const until = new Date(waitUntilMs).toISOString();
    await host.errors.write(
      `The old secret stays valid until ${until}. Whatever runs first after that retires it: keyrack operations resume --all, or the next command that changes something.\n`,
    );
    return exitCode.done;
  }
  const failure = await owedFailure(host, rack, {
    operation,
    message: `The new secret of ${targetName(target)} is valid, and the old one could not be retired yet`,
    outcome: 'Until then both are valid.',
  });
  await host.errors.write(failureText(host, failure));
  return failure.exitCode;
}
