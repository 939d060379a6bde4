import { HttpError, LiteLLMClient } from '@keyrack/litellm';
import { openClientCredential } from '../../client-credential.ts';
import type { ClientWork } from '../../client-credential.ts';
import { clientFailure } from '../../client-failure.ts';
import type { ClientAdvice } from '../../client-failure.ts';
import type { Context } from '../../context.ts';

/** Lets a client of the LiteLLM proxy behind a connection work. */
export async function withLiteLLM<Result>(
  context: Context,
  work: ClientWork,
  act: (client: LiteLLMClient) => Promise<Result>,
): Promise<Result> {
  const { connection, credential } = await openClientCredential(context, work, { provider: 'litellm', name: 'LiteLLM' });
  const { baseUrl, allowPlainHttp } = connection.settings;
  await using client = new LiteLLMClient({
    baseUrl: typeof baseUrl === 'string' ? baseUrl : '',
    apiKey: credential,
    ...(allowPlainHttp === true ? { allowPlainHttp } : {}),
  });
  try {
    return await act(client);
  } catch (error) {
    throw HttpError.isInstance(error) ? clientFailure(error, advice) : error;
  }
}

const advice: ClientAdvice = {
  unreachable: 'keyrack connection check says whether the proxy answers.',
  unknown: 'Look what is there now before you repeat it.',
};
