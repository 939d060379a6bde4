import { checkInteger, checkObject, ConfigurationError, readText } from '@keyrack/http';
import type { Secret } from '@keyrack/secret';

/** How a QR code is drawn. */
export interface QrCodeOptions {
  /**
   * Light modules around the code; readers want 4.
   * @default 4
   */
  readonly margin?: number;
  /**
   * Pixels of a module, in a PNG.
   * @default 8
   */
  readonly scale?: number;
}

/**
 * Draws an access URL, or any other text, as a QR code that apps scan. It shows the key to whoever sees it. Loads a library when it is
 * first used.
 *
 * @throws {ConfigurationError} when the text is too long for a QR code: about 2,900 characters.
 */
export async function qrCodeSvg(content: string | Secret, options: QrCodeOptions = {}): Promise<string> {
  const { margin } = drawingOf(options, { margin: 4 });
  const [code, { toSvgSource }] = await Promise.all([encode(content), import('lean-qr/extras/svg')]);
  return toSvgSource(code, { on: 'black', off: 'white', pad: margin, xmlDeclaration: true });
}

/** The same as a PNG image. Needs Node. @throws {ConfigurationError} when the text is too long. */
export async function qrCodePng(content: string | Secret, options: QrCodeOptions = {}): Promise<Uint8Array> {
  const { margin, scale } = drawingOf(options, { margin: 4 });
  const [code, { toPngBuffer }] = await Promise.all([encode(content), import('lean-qr/extras/node_export')]);
  return toPngBuffer(code, { on: [0, 0, 0, 255], off: [255, 255, 255, 255], pad: margin, scale });
}

/** The same for a terminal, two modules per line, dark on light whatever its colours. @throws {ConfigurationError} when the text is too long. */
export async function qrCodeText(content: string | Secret, options: Pick<QrCodeOptions, 'margin'> = {}): Promise<string> {
  const { margin } = drawingOf(options, { margin: 2 });
  const code = await encode(content);
  const rows: string[] = [];
  for (let y = -margin; y < code.size + margin; y += 2) {
    let row = '';
    for (let x = -margin; x < code.size + margin; x += 1) row += blocks[Number(code.get(x, y)) * 2 + Number(code.get(x, y + 1))] ?? '';
    rows.push(`\u001b[38;5;16;48;5;231m${row}\u001b[0m`);
  }
  return `${rows.join('\n')}\n`;
}

/** Upper and lower half, by whether each is dark. */
const blocks = [' ', '▄', '▀', '█'];

interface Code {
  readonly size: number;
  get(x: number, y: number): boolean;
}

/** @throws {ConfigurationError} for what cannot be drawn. */
function drawingOf(options: QrCodeOptions, defaults: { readonly margin: number }): Required<QrCodeOptions> {
  const { margin = defaults.margin, scale = 8 } = checkObject('outline', 'the options of a QR code', options);
  return {
    margin: checkInteger(margin, { system: 'outline', name: 'margin', least: 0, most: 100 }),
    scale: checkInteger(scale, { system: 'outline', name: 'scale', least: 1, most: 100 }),
  };
}

async function encode(content: string | Secret): Promise<Code> {
  const text = readText('outline', 'what a QR code shows', content);
  const { generate } = await import('lean-qr');
  try {
    return generate(text);
  } catch {
    throw new ConfigurationError(
      'outline',
      'the text is too long for a QR code; serve it as a dynamic access key and draw its ssconf:// address',
    );
  }
}
