import { UsageError } from '../usage-error.ts';

const decimal = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const pattern = /^(\d{1,15})(?:\.(\d{1,6}))?\s?([A-Za-z]*)$/;

/**
 * Reads an amount of data as a whole number of bytes: `50GB` (10^9), `50GiB` (2^30), `1.5TB`, `750000B`, `0`.
 * @throws {UsageError} also for `Gb`, which means bits to some, and for a number alone: nobody who types `5` means five bytes.
 */
export function parseSize(text: string): number {
  const [, integer = '', fraction = '', unit = ''] = pattern.exec(text) ?? [];
  const factor = unit === '' && integer === '0' && fraction === '' ? 1 : factorOf(unit);
  if (integer === '' || factor === null) throw wrong(text);
  // Exact in integers: 1.1 TB must not become 1099999999999.9998.
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(integer + fraction) * BigInt(factor);
  if (scaled % scale !== 0n) throw new UsageError(`"${text}" is not a whole number of bytes`, 'Give a coarser figure, such as 1.5GB.');
  const bytes = scaled / scale;
  if (bytes > BigInt(Number.MAX_SAFE_INTEGER)) throw new UsageError(`"${text}" is more than any system can count`, 'Give at most 9PB.');
  return Number(bytes);
}

function factorOf(unit: string): number | null {
  const same = (known: string): boolean => known === unit || known.toLowerCase() === unit || (known === 'KB' && unit === 'kB');
  const decimalPower = decimal.findIndex(same);
  if (decimalPower >= 0) return 1000 ** decimalPower;
  const binaryPower = binary.findIndex(same);
  return binaryPower >= 0 ? 1024 ** binaryPower : null;
}

function wrong(text: string): UsageError {
  return new UsageError(
    `"${text}" is not an amount of data`,
    'Give a number and a unit in bytes: 500MB, 50GB, 1.5TB, or 50GiB for powers of two; 5000B for single bytes.',
  );
}
