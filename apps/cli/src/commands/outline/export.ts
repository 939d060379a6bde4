import { open } from 'node:fs/promises';
import { exportAccessKeys } from '@keyrack/outline';
import { exitCode } from '../../exit-code.ts';
import { count } from '../../output/words.ts';
import { UsageError } from '../../usage-error.ts';
import { valuesOf } from './act.ts';
import type { OutlineAct } from './act.ts';
import { withOutline } from './client.ts';

/** `keyrack outline <connection> export`. The file holds passwords, so it is its owner's alone and never written over another. */
export const exportKeys: OutlineAct = async (context, words) => {
  valuesOf(words, []);
  const { connection, options } = words;
  const { host } = context;
  const { toFile } = options;
  const written = await withOutline(context, { connection, purpose: 'export' }, async (client) => {
    const file = toFile === undefined ? undefined : await openNew(toFile);
    let lines = 0;
    try {
      for await (const line of exportAccessKeys(client, { signal: host.signal })) {
        const text = `${line.reveal()}\n`;
        await (file === undefined ? host.output.write(text) : file.write(text));
        lines += 1;
      }
    } finally {
      await file?.close();
    }
    return lines - 1;
  });
  await host.errors.write(
    `${count(written, 'key')} written${toFile === undefined ? '' : ` to ${toFile}`}; the passwords in it are in the clear.\n`,
  );
  return exitCode.done;
};

async function openNew(path: string): Promise<Awaited<ReturnType<typeof open>>> {
  try {
    return await open(path, 'wx', 0o600);
  } catch {
    throw new UsageError(`${path} cannot be made`, 'Name a file that is not there yet, in a folder you may write to.');
  }
}
