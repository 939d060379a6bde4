/** What a token costs, in the proxy's currency. */
interface Price {
  readonly prompt: number;
  readonly completion: number;
}

/** What is known of a model behind the proxy. */
export interface KnownModel extends Price {
  readonly maxInputTokens: number;
  readonly maxOutputTokens: number;
}

const known: Readonly<Record<string, KnownModel>> = {
  'gpt-4o': { prompt: 2.5e-6, completion: 1e-5, maxInputTokens: 128_000, maxOutputTokens: 16_384 },
  'gpt-4o-mini': { prompt: 1.5e-7, completion: 6e-7, maxInputTokens: 128_000, maxOutputTokens: 16_384 },
};

/** A model's price and sizes; a name nobody knows is priced like gpt-4o. */
export function modelNamed(name: string): KnownModel {
  return known[name] ?? { prompt: 2.5e-6, completion: 1e-5, maxInputTokens: 128_000, maxOutputTokens: 16_384 };
}

/** Whether more is known of a model than its name. */
export function isKnown(name: string): boolean {
  return name in known;
}
