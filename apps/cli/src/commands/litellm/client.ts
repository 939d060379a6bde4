import { HttpError, LiteLLMClient } from '@keyrack/litellm';
import { clientFailure } from '../../client-failure.ts';
import type { ClientAdvice } from '../../client-failure.ts';
import { readRack } from '../../context.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../usage-error.ts';

/**
 * Lets a client of the LiteLLM proxy behind a connection work. That the credential was used, and for what, is in the audit trail.
 *
 * @param work.purpose - the words of the method without their ids.
 */
export async function withLiteLLM<Result>(
  context: Context,
  work: { readonly connection: string; readonly purpose: string },
  act: (client: LiteLLMClient) => Promise<Result>,
): Promise<Result> {
  const { connection: name, purpose } = work;
  const { connection, credential } = await readRack(context, async (rack) => {
    const { provider } = await rack.connections.get(name);
    if (provider !== 'litellm')
      throw new UsageError(`"${name}" is a connection to ${provider}, not to LiteLLM`, 'keyrack connection list shows which are.');
    return rack.connections.openClientCredential(name, `litellm ${purpose}`, { signal: context.host.signal });
  });
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
