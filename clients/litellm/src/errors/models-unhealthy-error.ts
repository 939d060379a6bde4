import { LiteLLMError } from './errors.ts';
import type { LiteLLMErrorDetails } from './errors.ts';

/** The model that was to be tried does not answer, or is not there (503). */
export class ModelsUnhealthyError extends LiteLLMError {
  static override readonly errorName: string = '@keyrack/litellm/ModelsUnhealthyError';

  override readonly code: string = 'models-unhealthy';
  /** The providers' names of those that do not answer: `openai/gpt-4o`. */
  readonly models: readonly string[];

  constructor(details: LiteLLMErrorDetails, models: readonly string[]) {
    const fault = models.length === 0 ? 'there is no such model to try' : `no model answers: ${models.join(', ')}`;
    super(details, { fault: `${details.method} ${details.route}: ${fault}`, advice: 'Look at the log of the proxy.' });
    this.models = models;
  }
}
