import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import type { FaultProxy } from '@keyrack/emulators';
import {
  AliasTakenError,
  BlockedKeyError,
  ExpiredKeyError,
  ForbiddenError,
  InvalidRequestError,
  KeyNotFoundError,
  LicenceRequiredError,
  LiteLLMClient,
  RouteNotFoundError,
  UnauthorizedError,
  ValidationError,
  hashKey,
} from '@keyrack/litellm';
import type { Secret } from '@keyrack/litellm';
import { activityGuarantees } from './activity-guarantees.ts';
import { AdminApi } from './admin-api.ts';
import { administrationGuarantees } from './administration-guarantees.ts';
import { listGuarantees } from './list-guarantees.ts';
import { masterKey } from './proxy-configuration.ts';
import type { RealProxy } from './real-proxy.ts';
import { litellmVersion } from './release.ts';
import type { Trial } from './tally.ts';

/** What a trial of the client works with. */
interface Bench {
  readonly litellm: LiteLLMClient;
  readonly admin: AdminApi;
  readonly front: FaultProxy;
  /** A client with another key. */
  as(apiKey: Secret | string): LiteLLMClient;
}

/** What the client promises, and how it is tried. */
export type Guarantees = Readonly<Record<string, (bench: Bench) => Promise<void>>>;

/** What the client promises of keys, asked of the real proxy; what it did is looked up past the client. */
const guarantees: Guarantees = {
  async 'tells the release, and that the proxy is ready and has no licence'({ litellm }) {
    equal((await litellm.health.readiness()).status, 'healthy');
    equal((await litellm.health.details()).litellm_version, litellmVersion);
    equal((await litellm.health.licence()).has_license, false);
  },

  async 'makes a key with all that was asked for, and a secret that the proxy takes'({ litellm, admin }) {
    const wanted = { key_alias: 'client all', max_budget: 12.5, budget_duration: '30d', rpm_limit: 7, tpm_limit: 70, models: ['gpt-4o'] };
    const { key, token } = await litellm.keys.generate({ ...wanted, metadata: { purpose: 'trial' }, duration: '1h' });
    ok(await admin.accepts(key.reveal()));
    equal(token, await hashKey(key));
    const shown = await litellm.keys.info(token);
    const { key_alias, max_budget, budget_duration, rpm_limit, tpm_limit, models } = shown;
    deepEqual({ key_alias, max_budget, budget_duration, rpm_limit, tpm_limit, models: [...models] }, wanted);
    deepEqual(shown.metadata['purpose'], 'trial');
    equal(shown.status, 'active');
    ok(Math.abs(Date.parse(shown.expires ?? '') - Date.now() - 3_600_000) < 60_000);
  },

  async 'makes one key when the answers are lost and the secret was chosen before'({ litellm, admin, front }) {
    const secret = 'sk-client-trial-chosen-before';
    front.faults.add({ method: 'POST', times: 1, effect: { kind: 'close', when: 'after' } });
    const { token } = await litellm.keys.generate({ key: secret });
    equal(token, await hashKey(secret));
    equal((await admin.keys()).length, 1);
  },

  async 'tells a taken alias, and changes nothing then'({ litellm, admin }) {
    await litellm.keys.generate({ key_alias: 'taken' });
    await rejects(litellm.keys.generate({ key_alias: 'taken' }), AliasTakenError);
    equal((await admin.keys()).length, 1);
  },

  async 'tells a missing licence from a fault of the server'({ litellm }) {
    await rejects(litellm.keys.generate({ tags: ['a'] }), LicenceRequiredError);
  },

  async 'lists whole keys and tokens, page by page and all, oldest first'({ litellm }) {
    const made: string[] = [];
    for (let index = 0; index < 23; index += 1) made.push((await litellm.keys.generate({ key_alias: `list-${index}` })).token);
    const page = await litellm.keys.list({ size: 5, page: 2 });
    deepEqual([page.keys.length, page.total_count, page.total_pages], [5, 23, 5]);
    const whole = await litellm.keys.list({ return_full_object: true, key_alias: 'list-7' });
    deepEqual(
      whole.keys.map(({ token }) => token),
      [made[7]],
    );
    const all: string[] = [];
    for await (const { token } of litellm.keys.listAll()) all.push(token);
    deepEqual(all, made);
  },

  async 'says that a key is not there, and shows a deleted one as deleted'({ litellm }) {
    await rejects(litellm.keys.info('0'.repeat(64)), KeyNotFoundError);
    const { token } = await litellm.keys.generate();
    await litellm.keys.delete({ keys: [token] });
    equal((await litellm.keys.info(token)).status, 'deleted');
  },

  async 'changes what is given and nothing else, and clears what is null'({ litellm }) {
    const { token } = await litellm.keys.generate({ key_alias: 'before', max_budget: 5, rpm_limit: 3 });
    equal((await litellm.keys.update(token, { key_alias: 'after', max_budget: null })).key_alias, 'after');
    const { key_alias, max_budget, rpm_limit } = await litellm.keys.info(token);
    deepEqual([key_alias, max_budget, rpm_limit], ['after', null, 3]);
    await rejects(litellm.keys.update('f'.repeat(64), { rpm_limit: 1 }), KeyNotFoundError);
    await rejects(litellm.keys.update(token, { budget_id: 'nobody' }), InvalidRequestError);
  },

  async 'tells what was really deleted, by secret, token and alias'({ litellm, admin }) {
    const [one, two, three] = [
      await litellm.keys.generate({ key_alias: 'one' }),
      await litellm.keys.generate({ key_alias: 'two' }),
      await litellm.keys.generate({ key_alias: 'three' }),
    ];
    const missing = 'e'.repeat(64);
    const deleted = await litellm.keys.delete({ keys: [one.key, missing], key_aliases: ['two', 'nobody'] });
    deepEqual(deleted.deleted_keys.toSorted(), [one.token, two.token].toSorted());
    deepEqual(deleted.not_found, [missing, 'nobody']);
    deepEqual(
      (await admin.keys()).map(({ token }) => token),
      [three.token],
    );
    await rejects(litellm.keys.delete({ key_aliases: ['nobody'] }), KeyNotFoundError);
  },

  async 'blocks a key so that nobody gets in, and lets it in again'({ litellm, admin, as }) {
    const { key, token } = await litellm.keys.generate();
    equal((await litellm.keys.block(key)).blocked, true);
    equal((await litellm.keys.info(token)).status, 'revoked');
    equal(await admin.accepts(key.reveal()), false);
    await rejects(as(key).keys.info(), BlockedKeyError);
    equal((await litellm.keys.unblock(token)).blocked, false);
    ok(await admin.accepts(key.reveal()));
  },

  async 'tells an unknown key, an expired one and one without rights apart'({ litellm, as }) {
    await rejects(as('sk-client-trial-of-nobody').keys.list(), UnauthorizedError);
    const expired = await litellm.keys.generate({ duration: '0s' });
    await rejects(as(expired.key).keys.info(), ExpiredKeyError);
    const plain = await litellm.keys.generate();
    equal((await as(plain.key).keys.info()).token, plain.token);
    equal((await as(plain.key).keys.health()).key, 'healthy');
    await rejects(as(plain.key).keys.block(expired.token), ForbiddenError);
  },

  async 'tells a refused field, and an address that the proxy does not have'({ litellm }) {
    const request = await litellm.prepare.keys.generate({ key_alias: 'changed' });
    await rejects(litellm.send({ ...request, body: { max_budget: 'much' } }), ValidationError);
    await rejects(litellm.send({ ...request, route: '/key/of-another-release' }), RouteNotFoundError);
  },

  async 'sends a changed request as it is then'({ litellm }) {
    const request = await litellm.prepare.keys.generate({ key_alias: 'prepared' });
    const { token } = await litellm.send({ ...request, body: { key_alias: 'prepared and changed' } });
    equal((await litellm.keys.info(token)).key_alias, 'prepared and changed');
  },
};

/** One trial for each guarantee, on a proxy with nothing in it. */
export function clientTrials(proxy: RealProxy, front: FaultProxy): readonly Trial[] {
  return Object.entries({ ...guarantees, ...administrationGuarantees, ...activityGuarantees, ...listGuarantees }).map(
    ([name, guarantee]) => ({
      name,
      async run() {
        await proxy.empty();
        front.reset();
        const opened: LiteLLMClient[] = [];
        const as = (apiKey: Secret | string): LiteLLMClient => {
          const litellm = new LiteLLMClient({ baseUrl: front.origin, apiKey });
          opened.push(litellm);
          return litellm;
        };
        try {
          await guarantee({ litellm: as(masterKey), admin: new AdminApi(proxy.origin), front, as });
        } finally {
          for (const litellm of opened) await litellm.close();
        }
      },
    }),
  );
}
