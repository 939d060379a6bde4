import { LifecycleError } from '@keyrack/contracts';
import { Argument, Command, Option } from 'commander';
import type { AnnouncedEmulator, CommonEmulatorOptions, EmulatorKind } from '@keyrack/emulators';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { wholeNumber } from '../input/numbers.ts';
import type { Invocation } from '../invocation.ts';
import { examples, valueOption } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { printRecord } from '../output/print-record.ts';
import { didYouMean } from '../suggest.ts';
import { UsageError } from '../usage-error.ts';

interface EmulateOptions extends OutputOptions, CommonEmulatorOptions {}

/** `keyrack emulate`. */
export function emulateCommand(invocation: Invocation): Command {
  return new Command('emulate')
    .summary('run a local server that answers like the real system')
    .description(
      'Starts a local server that answers like the real system, for tests and trials, and runs it until it is stopped.\nIt begins empty, like a fresh installation. What makes it fail on purpose is under /_emulator/ at the same address.',
    )
    .addArgument(new Argument('[system]', 'outline, litellm, vergeos, authpi, or all').default('all'))
    .addOption(valueOption('--port <port>', 'where to listen on 127.0.0.1 (default: a free port)', wholeNumber(0, 65_535)))
    .addOption(new Option('--credential <value>', "the system's own credential, a throw-away value (default: random)"))
    .addOption(valueOption('--latency-ms <n>', 'how long every call waits (default: 0)', wholeNumber(0, 600_000)))
    .addOption(valueOption('--seed-keys <n>', 'how many keys there are at the start (default: 0)', wholeNumber(0, 10_000_000)))
    .addOption(new Option('--legacy', "authpi: take what version 0.3.0 of the vendor's Python client sends"))
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack emulate outline', 'prints the address and what to type next'],
        ['keyrack emulate outline -o jsonl > line.json &', 'one JSON line when it is ready'],
        ['keyrack connection add outline trial --from-json line.json', ''],
      ]),
    )
    .action(invocation.handle<EmulateOptions, [string]>((context, options, [system]) => emulate(context, system, options)));
}

async function emulate({ host }: Context, system: string, options: EmulateOptions): Promise<ExitCode> {
  const { emulators } = await import('@keyrack/emulators');
  const kinds = choose(emulators, system);
  if (kinds.length > 1 && (options.port ?? 0) !== 0)
    throw new UsageError('--port was given for several systems', 'Name one system, or leave the port out.');
  if (options.legacy === true && kinds.every(({ legacy }) => legacy === undefined))
    throw new UsageError(`--legacy means nothing to ${system}`, 'Leave it out: it is for authpi.');
  const running: AnnouncedEmulator[] = [];
  try {
    for (const kind of kinds) running.push(await start(kind, options));
    for (const { readyLine } of running) await announce(host, options, readyLine);
    await aborted(host.signal);
  } finally {
    await Promise.all(running.map((emulator) => emulator.close()));
  }
  return exitCode.done;
}

function choose(emulators: Readonly<Record<string, EmulatorKind>>, system: string): readonly EmulatorKind[] {
  const kind = Object.hasOwn(emulators, system) ? emulators[system] : undefined;
  if (kind) return [kind];
  if (system === 'all') return Object.values(emulators);
  throw new UsageError(`There is no emulator of "${system}"`, didYouMean(system, Object.keys(emulators), 'systems'));
}

async function start(kind: EmulatorKind, { port, credential, latencyMs, seedKeys, legacy }: EmulateOptions): Promise<AnnouncedEmulator> {
  const given = { port, credential, latencyMs, seedKeys, legacy: kind.legacy === undefined ? undefined : legacy };
  try {
    // What was not given must be absent, not undefined.
    return await kind.start(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message, `--credential sets ${kind.credential}.`);
    throw error instanceof Error && 'code' in error ? listenFailure(error, port ?? 0) : error;
  }
}

function listenFailure(cause: Error & { readonly code: unknown }, port: number): Error {
  if (cause.code === 'EADDRINUSE') {
    return new LifecycleError(`Port ${port} is in use already`, {
      advice: 'Give another --port, or leave it out: a free one is taken then.',
      cause,
    });
  }
  if (cause.code !== 'EACCES') return cause;
  return new LifecycleError(`This user may not listen on port ${port}`, { advice: 'Give a --port above 1023.', cause });
}

async function announce(host: Host, { output }: EmulateOptions, readyLine: AnnouncedEmulator['readyLine']): Promise<void> {
  const record: Readonly<Record<string, string>> = readyLine;
  const fields = Object.keys(record);
  const lines = fields.map((name) => ({ title: name, cell: (row: typeof record) => row[name] ?? '' }));
  // Programs read lines: JSON comes in one line too, since the answer never ends by itself.
  const format = output === 'json' ? 'jsonl' : output;
  await printRecord(host, format, { record, view: { fields, lines } });
  if (output !== 'table') return;
  const command = `keyrack connection add ${readyLine.system} trial --from-json -`;
  await host.errors.write(`\nIt runs until you press Ctrl-C. In another terminal:\n  echo '${JSON.stringify(record)}' | ${command}\n`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
