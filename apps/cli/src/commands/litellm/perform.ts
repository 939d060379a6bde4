import type { LiteLLMClient } from '@keyrack/litellm';
import type { Context } from '../../context.ts';
import type { ExitCode } from '../../exit-code.ts';
import { exitCode } from '../../exit-code.ts';
import { confirmChange } from '../../input/confirm.ts';
import { printDryRun } from '../../output/print-dry-run.ts';
import { printItems, printObject } from '../../output/print-object.ts';
import { count } from '../../output/words.ts';
import { UsageError } from '../../usage-error.ts';
import type { LiteLLMOptions } from '../litellm.ts';
import type { LiteLLMInput, TypedMethod } from './method.ts';

/** What a table shows of any kind of item, where it has it. */
const columnNames = [
  'user_id',
  'user_email',
  'user_role',
  'team_id',
  'team_alias',
  'budget_id',
  'id',
  'mode',
  'date',
  'startTime',
  'api_key',
  'key_alias',
  'model',
  'model_group',
  'spend',
  'total_spend',
  'total_tokens',
  'api_requests',
  'failed_requests',
  'max_budget',
  'budget_duration',
  'tpm_limit',
  'rpm_limit',
  'blocked',
];

/** Does what was typed. */
export async function perform(
  { host }: Context,
  client: LiteLLMClient,
  what: { readonly typed: TypedMethod; readonly input: LiteLLMInput; readonly options: LiteLLMOptions },
): Promise<ExitCode> {
  const { typed, input, options } = what;
  const { method, ids } = typed;
  const { output: format } = options;
  if (method.kind === 'list') {
    await printItems(host, { format, most: options.limit, columnNames }, method.list(client, input));
    return exitCode.done;
  }
  if (method.kind === 'read') {
    await printObject(host, format, await method.read(client, input));
    return exitCode.done;
  }
  const request = await method.prepare(client, input);
  const lost = await method.keysLost?.(client, input);
  if (lost !== undefined && lost.count > 0) {
    throw new UsageError(
      `${count(lost.count, 'key')} of ${lost.whose} would be deleted as well`,
      'Revoke them first, so that the rack knows: keyrack sync, then keyrack revoke.',
    );
  }
  if (options.dryRun === true) {
    await printDryRun(host, format, request);
    return exitCode.done;
  }
  const isAgreed =
    method.isFinal !== true || (await confirmChange(host, `Really ${method.words}: ${ids.join(', ')}?`, options.yes ?? false));
  if (!isAgreed) return exitCode.done;
  const result = await client.send(request, { signal: host.signal });
  if (typeof result === 'object' && result !== null) await printObject(host, format, result);
  else await host.errors.write(`Done: ${method.words}: ${ids.join(', ')}.\n`);
  return exitCode.done;
}
