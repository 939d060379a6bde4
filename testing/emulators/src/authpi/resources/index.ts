import type { Handlers } from '../engine/call.ts';
import { apiKeyHandlers } from './api-keys.ts';
import { meHandlers } from './me.ts';

/** What every operation of the API does. */
export const handlers: Handlers = {
  ...meHandlers,
  ...apiKeyHandlers,
};
