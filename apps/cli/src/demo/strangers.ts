import { OutlineClient } from '@keyrack/outline';
import type { OutlineEmulator } from '@keyrack/emulators';

/** Keys that people made by hand over the years. */
export const handMadeKeys = ['Alice laptop', 'bob-phone', 'Carol (home)', 'reception tablet', 'intern-2023'];

/** Makes them with the client alone, as somebody would who has no rack. */
export async function makeKeysByHand(server: OutlineEmulator): Promise<void> {
  const outline = OutlineClient.fromAccessFile(server.accessText);
  try {
    for (const name of handMadeKeys) await outline.accessKeys.create({ name });
  } finally {
    await outline.close();
  }
}
