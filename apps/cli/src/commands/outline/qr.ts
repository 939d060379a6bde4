import { writeFile } from 'node:fs/promises';
import { nameAccessUrl, qrCodePng, qrCodeSvg, qrCodeText } from '@keyrack/outline';
import { exitCode } from '../../exit-code.ts';
import { UsageError } from '../../usage-error.ts';
import { valuesOf } from './act.ts';
import type { OutlineAct } from './act.ts';
import { withOutline } from './client.ts';

/** `keyrack outline <connection> qr`: a key as a code to scan, which is the key itself. */
export const qr: OutlineAct = async (context, words) => {
  const [id = ''] = valuesOf(words, ['id']);
  const { connection, options } = words;
  const { host } = context;
  const { image, toFile } = options;
  if (image === 'png' && toFile === undefined) throw new UsageError('A PNG image is no text', 'Say where to write it: --to-file key.png');
  const url = await withOutline(context, { connection, purpose: `qr ${JSON.stringify(id)}` }, async (client) => {
    const { accessUrl, name } = await client.accessKeys.get(id, { signal: host.signal });
    if (accessUrl === null) throw new UsageError('The server shows no access URL for this key', 'Look at it with keyrack show.');
    return nameAccessUrl(accessUrl, name);
  });
  const drawn = image === 'png' ? await qrCodePng(url) : image === 'svg' ? await qrCodeSvg(url) : await qrCodeText(url);
  if (toFile === undefined) await host.output.write(String(drawn));
  else await writeNew(toFile, drawn);
  return exitCode.done;
};

async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 });
  } catch {
    throw new UsageError(`${path} cannot be made`, 'Name a file that is not there yet, in a folder you may write to.');
  }
}
