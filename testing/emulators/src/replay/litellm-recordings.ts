/** Answers by their number, each with the reason why it is not expected as it was recorded. */
export type Exceptions = Readonly<Record<number, string>>;

/** A file of recorded calls of the real proxy. */
export interface LiteLLMRecording {
  readonly name: string;
  readonly file: URL;
  /** Answers that the real proxy itself does not give twice. */
  readonly uncertain: Exceptions;
  /** Answers that the emulator does not give. */
  readonly notEmulated: Exceptions;
}

const noOrder = 'rows that nobody asked an order for, or that a sort holds equal, come in no certain order';
const printedSet = 'the proxy prints a set of names, which has no certain order';
const rounding = 'what the database adds up depends on the order of its rows in the last digit';
const writtenLater = 'the proxy writes spending down when it gets round to it';
const installed = 'it depends on what is installed beside the proxy';
const provider = 'nothing is known of trials of providers but this one';

/** Every recording of the real proxy that the emulator is held against, and the real proxy itself again. */
export const litellmRecordings: readonly LiteLLMRecording[] = [
  recording('litellm.jsonl', { 48: noOrder }),
  recording('litellm-models.jsonl', {}),
  recording('litellm-more.jsonl', { 308: noOrder, 392: printedSet, 398: printedSet, 399: printedSet, 403: printedSet, 727: noOrder }),
  recording(
    'litellm-administration.jsonl',
    { 70: rounding, 150: rounding, 289: writtenLater, 304: rounding },
    { 400: installed, 432: provider },
  ),
];

function recording(name: string, uncertain: Exceptions, notEmulated: Exceptions = {}): LiteLLMRecording {
  return { name, file: new URL(`../../recordings/${name}`, import.meta.url), uncertain, notEmulated };
}
