/**
 * A process that works on a store, for tests that need several or that kill one. The path is one of a file or the address of a
 * PostgreSQL. Prints a line when something is done:
 *
 * - `open <path>`: opens and closes
 * - `count <path> <times>`: adds one to a counter as often as told
 * - `write <path>`: writes numbered records for ever, printing each number when it was written
 * - `hang <path>`: writes in a transaction that never ends
 */
import { systemClock } from './system-clock.ts';
import { isPostgresAddress, openPostgresStore, openSqliteStore, parsePostgresAddress } from '../src/index.ts';

const [task = '', path = '', times = '0'] = process.argv.slice(2);
const print = (text: string | number): void => void process.stdout.write(`${text}\n`);

const store = isPostgresAddress(path)
  ? await openPostgresStore({ address: parsePostgresAddress(path), clock: systemClock })
  : await openSqliteStore({ path, clock: systemClock });

if (task === 'open') {
  print(await store.read(({ meta }) => meta.get('nothing')).then(() => 'opened'));
} else if (task === 'count') {
  for (let round = 0; round < Number(times); round++) {
    await store.write(async ({ meta }) => meta.set('count', String(Number((await meta.get('count')) ?? 0) + 1)));
  }
  print('counted');
} else if (task === 'write') {
  for (let number = 1; ; number++) {
    await store.write(async ({ meta, owners }) => {
      await owners.insert({
        id: `owner ${number}`,
        displayName: 'x'.repeat(3_000),
        kind: 'person',
        state: 'active',
        createdAtMs: 1,
        updatedAtMs: 1,
      });
      await meta.set('written', String(number));
    });
    print(number);
  }
} else if (task === 'hang') {
  await store.write(async ({ meta, owners }) => {
    await meta.set('written', 'never');
    for (let number = 1; number <= 2_000; number++) {
      await owners.insert({
        id: `owner ${number}`,
        displayName: 'x'.repeat(3_000),
        kind: 'person',
        state: 'active',
        createdAtMs: 1,
        updatedAtMs: 1,
      });
    }
    print('hanging');
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  });
}
await store.close();
