import { ConfigurationError } from '@keyrack/http';
import { describe, expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';
import { LiteLLMClient } from './index.ts';

describe('the environment', () => {
  test('says where the proxy is, and with which key', () => {
    const environment = { LITELLM_PROXY_URL: ' https://llm.example.com ', LITELLM_PROXY_API_KEY: 'sk-canary-0123456789\n', PATH: '/' };
    expect(readEnvironment(environment)).toEqual({ baseUrl: 'https://llm.example.com', apiKey: 'sk-canary-0123456789' });
    expect(LiteLLMClient.fromEnvironment(environment).origin).toBe('https://llm.example.com');
  });

  test('may hold no key, which is enough to ask whether the proxy is ready', () => {
    expect(readEnvironment({ LITELLM_PROXY_URL: 'https://llm.example.com', LITELLM_PROXY_API_KEY: ' ' })).toEqual({
      baseUrl: 'https://llm.example.com',
    });
  });

  test.each([{}, { LITELLM_PROXY_API_KEY: 'sk-canary-0123456789' }, { LITELLM_PROXY_URL: ' ' }])(
    'that does not say where is refused without its values: %o',
    (environment) => {
      expect(() => LiteLLMClient.fromEnvironment(environment)).toThrow(ConfigurationError);
      expect(() => LiteLLMClient.fromEnvironment(environment)).not.toThrow(/canary/);
    },
  );
});
