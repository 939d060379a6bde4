import type { Stage } from '../stage.ts';

/** One part of the story. */
export type Scene = (stage: Stage) => Promise<void>;
