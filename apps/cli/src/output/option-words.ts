/** What the rack calls a limit, and the option that a person types for it. */
const optionOf: Readonly<Record<string, string>> = {
  dataLimitBytes: '--data-limit',
  budgetUsd: '--budget',
  budgetPeriod: '--budget',
  requestsPerMinute: '--requests-per-minute',
  tokensPerMinute: '--tokens-per-minute',
  maxParallelRequests: '--max-parallel-requests',
  allowedAddresses: '--allow-ip',
  deniedAddresses: '--deny-ip',
  models: '--models',
  scopes: '--scope',
};

const programWord = /\b[a-z]+[A-Z]\w*\b/g;
/** The limits of a system, or those that it has not, as the rack lists them. */
const listOfLimits = /((?:cannot limit|can limit:|can by|cannot limit a key by) )(\w+(?:, \w+)*)/g;

/** A message of the rack in the words of the command line: limits are called by the options that set them. */
export function optionWords(text: string): string {
  return text
    .replaceAll(listOfLimits, (_, lead: string, names: string) => {
      const options = names.split(', ').map((name) => optionOf[name] ?? name);
      return lead + [...new Set(options)].join(', ');
    })
    .replaceAll(programWord, (word) => optionOf[word] ?? word);
}
