import type { LiteLLMProxy } from '../litellm-proxy.ts';
import type { KeyRow } from '../tables/key-row.ts';
import type { TeamRow } from '../tables/team-row.ts';
import type { JsonObject } from '../values/json.ts';
import { isObject, numberOf } from '../values/json.ts';
import { HttpFailure } from '../web/failures.ts';

/** What of a request is compared with a team's throughput. */
export interface AskedThroughput {
  readonly tpm_limit: number | bigint | null;
  readonly rpm_limit: number | bigint | null;
  readonly tpm_limit_type: string | null;
  readonly rpm_limit_type: string | null;
  readonly model_tpm_limit: JsonObject | null;
  readonly model_rpm_limit: JsonObject | null;
  /** A key that exists does not count against itself. */
  readonly ownToken?: string;
}

/**
 * Whether the throughput that a key is guaranteed still fits into its team's. Looked at only for guarantees.
 * @throws {HttpFailure} 400
 */
export function checkTeamThroughput(proxy: LiteLLMProxy, team: TeamRow, asked: AskedThroughput): void {
  if (asked.tpm_limit_type !== 'guaranteed_throughput' && asked.rpm_limit_type !== 'guaranteed_throughput') return;
  const keys = [...proxy.keys.all()].filter((row) => row.team_id === team.team_id && row.token !== asked.ownToken);
  for (const kind of ['rpm', 'tpm'] as const) {
    const limits = asked[`model_${kind}_limit`];
    for (const [model, limit] of limits ?? []) {
      const allocated = sum(keys, (row) => modelLimit(row.metadata, kind, model));
      check({
        kind,
        allocated,
        limit: numberOf(limit) ?? 0,
        teamLimit: team[`${kind}_limit`] ?? (modelLimit(team.metadata, kind, model) || null),
      });
    }
  }
  for (const kind of ['tpm', 'rpm'] as const) {
    const limit = asked[`${kind}_limit`];
    if (limit === null) continue;
    const allocated = sum(keys, (row) => Number(row[`${kind}_limit`] ?? 0));
    check({ kind, allocated, limit: Number(limit), teamLimit: team[`${kind}_limit`] });
  }
}

function check({
  kind,
  allocated,
  limit,
  teamLimit,
}: {
  readonly kind: string;
  readonly allocated: number;
  readonly limit: number;
  readonly teamLimit: number | bigint | null;
}): void {
  if (teamLimit === null || allocated + limit <= teamLimit) return;
  const name = kind.toUpperCase();
  throw new HttpFailure(
    400,
    `Allocated ${name} limit=${allocated} + Key ${name} limit=${limit} is greater than team ${name} limit=${teamLimit}`,
  );
}

function modelLimit(metadata: JsonObject, kind: string, model: string): number {
  const limits = metadata.get(`model_${kind}_limit`);
  return isObject(limits) ? (numberOf(limits.get(model)) ?? 0) : 0;
}

function sum(keys: readonly KeyRow[], amount: (row: KeyRow) => number): number {
  return keys.reduce((total, row) => total + amount(row), 0);
}
