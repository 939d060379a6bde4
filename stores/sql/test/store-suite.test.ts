import { storeSuite } from '@keyrack/conformance';
import { ManualClock, scratchFolder } from '@keyrack/testing-kit';
import { afterAll } from 'vitest';
import { openSqliteStore } from '../src/index.ts';

const folder = await scratchFolder();
afterAll(() => folder[Symbol.asyncDispose]());

storeSuite({
  name: 'sqlite',
  open: (place) => openSqliteStore({ path: folder.join(place, 'keyrack.db'), clock: new ManualClock() }),
});
