import type { CallOptions } from '@keyrack/contracts';
import { ForbiddenError, TeamNotFoundError, UnauthorizedError } from '@keyrack/litellm';
import type { LiteLLMClient } from '@keyrack/litellm';

/**
 * Lets a key ask about itself, which costs nothing and counts as no use. A key that was made for models only is refused this and is
 * good all the same; blocked, expired and unknown ones are refused as such, and one whose team is gone is let in nowhere.
 *
 * @param client - works with the secret that is tried.
 */
export async function probe(client: LiteLLMClient, options?: CallOptions): Promise<boolean> {
  try {
    await client.keys.info(undefined, options);
    return true;
  } catch (error) {
    if (ForbiddenError.isInstance(error)) return true;
    if (UnauthorizedError.isInstance(error) || TeamNotFoundError.isInstance(error)) return false;
    throw error;
  }
}
