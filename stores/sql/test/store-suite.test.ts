import { storeSuite } from '@keyrack/conformance';
import { ManualClock, scratchFolder } from '@keyrack/testing-kit';
import { afterAll, inject } from 'vitest';
import { openSqliteStore } from '../src/index.ts';
import { postgresPlaces } from './postgres-fixture.ts';

const folder = await scratchFolder();
const postgres = inject('postgres');
const places = postgres === null ? null : postgresPlaces(postgres);
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
  await places?.[Symbol.asyncDispose]();
});

storeSuite({
  name: 'sqlite',
  open: (place) => openSqliteStore({ path: folder.join(place, 'keyrack.db'), clock: new ManualClock() }),
});

if (places !== null) storeSuite({ name: 'postgres', open: (place) => places.open(place) });
