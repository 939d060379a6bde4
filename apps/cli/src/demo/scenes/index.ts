import { connect } from './connect.ts';
import { inventory, issue, revoke, rotate, suspend } from './life.ts';
import type { Scene } from './scene.ts';
import { crash, outage } from './trouble.ts';

/** The story in its order. */
export const scenes: readonly Scene[] = [connect, issue, rotate, suspend, revoke, crash, outage, inventory];
