export { litellmScenarios, ownHeaders, parsedBody } from './litellm-recording.ts';
export type { LiteLLMCall } from './litellm-recording.ts';
export { litellmRecordings } from './litellm-recordings.ts';
export type { Exceptions, LiteLLMRecording } from './litellm-recordings.ts';
export { emulatedTarget, replayScenario } from './litellm-replay.ts';
export type { Deviation, ReplayTarget } from './litellm-replay.ts';
export { rawExchange } from './raw-exchange.ts';
