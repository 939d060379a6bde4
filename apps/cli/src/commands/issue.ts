import { Command } from 'commander';
import type { Rack } from '@keyrack/runtime';
import type { Context } from '../context.ts';
import { changeRack, readRack } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCode } from '../exit-code.ts';
import { describingOptions, expiryOptions, limitOptions, providerOptionOptions } from '../input/key-options.ts';
import type { KeyRequestOptions, NewKey } from '../input/key-request.ts';
import { keyRequest } from '../input/key-request.ts';
import { rotationPolicyOptions } from '../input/rotation-policy.ts';
import type { Invocation } from '../invocation.ts';
import type { DryRunOptions } from '../options.ts';
import { dryRunOption, examples } from '../options.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import { printSecret } from '../output/print-secret.ts';
import { printable } from '../output/printable.ts';
import { sayWhenSlow } from '../output/say-when-slow.ts';
import { readableLimits } from '../output/words.ts';
import { keyRecord } from '../records/key-record.ts';

interface IssueOptions extends OutputOptions, DryRunOptions, KeyRequestOptions {}

/** `keyrack issue`. */
export function issueCommand(invocation: Invocation): Command {
  const command = new Command('issue')
    .summary('make a key and show its secret')
    .description(
      'Makes a key in a system and prints its secret, alone, on standard output.\nThe key is written down before the system is called: whatever happens then, it is not lost.',
    )
    .argument('<connection>', 'where to make it')
    .requiredOption('--name <name>', 'what to call it; unique among the living keys of the connection');
  for (const option of [
    ...describingOptions(),
    ...expiryOptions(),
    ...limitOptions(),
    ...rotationPolicyOptions(),
    ...providerOptionOptions(),
  ])
    command.addOption(option);
  return command
    .addOption(dryRunOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples([
        ['keyrack issue vpn-eu --name alice-laptop --owner alice', ''],
        ['keyrack issue vpn-eu --name guest --expires-in 7d --data-limit 5GB', ''],
        ['keyrack issue llm --name app --rotate-every 30d --rotate-window 02:00-05:00', 'rotated at night, by keyrack work'],
        ['keyrack issue vpn-eu --name ci -o json | jq -r .secret', '{"key": {...}, "secret": "..."}'],
      ]),
    )
    .action(
      invocation.handle<IssueOptions, [string]>((context, options, [connection]) => {
        const request = keyRequest(connection, options, context.host.nowMs());
        if (options.dryRun) return readRack(context, (rack) => preview(context, rack, request));
        return changeRack(context, (rack) => issue(context, rack, { request, options }));
      }),
    );
}

async function preview({ host }: Context, rack: Rack, request: NewKey): Promise<ExitCode> {
  const { connection, upstreamNamePattern, notes } = await rack.keys.previewIssue(request);
  const lines = [
    `Would issue "${printable(request.name)}" on ${connection.name} (${connection.provider}), there called ${printable(upstreamNamePattern)}.`,
    `Owner: ${printable(request.ownerId ?? 'nobody')}. Limits: ${printable(readableLimits(request.limits ?? {}) || 'none')}. Expires: ${request.expiresAtMs === undefined ? 'never' : new Date(request.expiresAtMs).toISOString()}.`,
    ...notes.map((note) => `Note: ${note}`),
    'Nothing was changed.',
  ];
  await host.errors.write(`${lines.join('\n')}\n`);
  return exitCode.done;
}

async function issue(
  { host }: Context,
  rack: Rack,
  { request, options }: { readonly request: NewKey; readonly options: IssueOptions },
): Promise<ExitCode> {
  const { key, version, secret, notes } = await sayWhenSlow(host, rack.keys.issue(request, { signal: host.signal }));
  await host.errors.write(
    `Issued ${request.connection}/${printable(key.name)} (${key.id}).\n${notes.map((note) => `Note: ${note}\n`).join('')}`,
  );
  await printSecret(host, options.output, { key: keyRecord(key, version, request.connection), secret });
  return exitCode.done;
}
