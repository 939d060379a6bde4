/** How a real proxy is configured: as for nearly all recordings, with the limits of the `strict-*` ones, or without a database. */
export type ProxyKind = 'plain' | 'strict' | 'no-database';

/** The key of the administrator, as in the recordings. */
export const masterKey = 'sk-master-1234';

const model = (name: string) => ({
  model_name: name,
  litellm_params: { model: `openai/${name}`, api_key: 'not-a-key', mock_response: 'hello' },
});

const strictLimits = {
  upperbound_key_generate_params: {
    max_budget: 100,
    duration: '30d',
    budget_duration: '30d',
    tpm_limit: 1000,
    rpm_limit: 100,
    max_parallel_requests: 10,
  },
  default_key_generate_params: { max_budget: 1.5, models: ['gpt-4o'], metadata: { set_by: 'default' } },
  enable_key_alias_format_validation: true,
  key_generation_settings: { team_key_generation: {} },
};

/** The proxy's configuration file, in the part of YAML that is JSON. Its models are mocked: nothing leaves the machine. */
export function proxyConfiguration(kind: ProxyKind): string {
  return JSON.stringify({
    model_list: [model('gpt-4o'), model('gpt-4o-mini')],
    general_settings: { master_key: masterKey },
    ...(kind === 'strict' ? { litellm_settings: strictLimits } : {}),
  });
}
