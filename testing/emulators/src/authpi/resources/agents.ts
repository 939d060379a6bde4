import { conflict } from '../api-error.ts';
import type { Handlers } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { equal } from '../records/filters.ts';
import { create, get, list, remove, showingSecret, update } from '../records/operations.ts';
import { randomSecret } from '../random.ts';

const mostVerifiers = 20;

/** Agents of an issuer, and the secrets and wallets by which they are known. */
export const agentHandlers: Handlers = {
  'agents.list': list({
    kind: 'agents',
    filters: {
      status: equal('status'),
      model: equal('model'),
      provider: equal('provider'),
      has_verifiers: ({ id }, wanted, { server }) => server.table('agent_verifiers').made(id).length > 0 === (wanted === 'true'),
    },
  }),
  'agents.create': create({
    kind: 'agents',
    prefix: 'agt',
    event: 'agent.created',
    build: (call) => ({ fields: { status: 'active', scopes: [], ...call.body, issuer_id: targetOf(call).id } }),
  }),
  'agents.get': get(),
  'agents.update': update({ kind: 'agents', event: 'agent.updated' }),
  'agents.delete': remove('agents', 'agent.deleted'),
  'agent_verifiers.list': list({ kind: 'agent_verifiers' }),
  'agent_verifiers.create': create({
    kind: 'agent_verifiers',
    prefix: 'ver',
    event: 'agent.verifier.added',
    answer: showingSecret('secret'),
    build: (call) => {
      const agent = targetOf(call);
      const count = call.server.table('agent_verifiers').made(agent.id).length;
      if (count >= mostVerifiers) throw conflict(`An agent has at most ${mostVerifiers} verifiers.`);
      return {
        fields: { ...call.body, agent_id: agent.id, status: 'active', usage_count: 0 },
        hidden: call.body['type'] === 'secret' ? { secret: randomSecret() } : {},
      };
    },
  }),
  'agent_verifiers.delete': remove('agent_verifiers', 'agent.verifier.removed'),
};
