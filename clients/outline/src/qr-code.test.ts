import { inflateSync } from 'node:zlib';
import { ConfigurationError } from '@keyrack/http';
import { Secret } from '@keyrack/secret';
import { describe, expect, test } from 'vitest';
import { qrCodePng, qrCodeSvg, qrCodeText } from './qr-code.ts';

const url = new Secret('ss://Y2hhY2hhMjAtaWV0Zi1wb2x5MTMwNTpwYXNz@192.0.2.1:1234/?outline=1#Alice');

describe('a QR code', () => {
  test('is an SVG document', async () => {
    const svg = await qrCodeSvg(url, { margin: 2 });
    expect(svg).toMatch(/^<\?xml[^>]+\?><svg [^>]*viewBox="-2 -2 \d+ \d+"/);
    expect(svg).not.toContain('ss://');
  });

  test('is a PNG image of the size that was asked for', async () => {
    const png = Buffer.from(await qrCodePng(url, { margin: 1, scale: 3 }));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect(width).toBe(height);
    // A version n has 17 + 4n modules; one module of margin on either side.
    expect((width / 3 - 2 - 17) % 4).toBe(0);
    const data = png.indexOf('IDAT') + 4;
    expect(() => inflateSync(png.subarray(data, data + png.readUInt32BE(data - 8)))).not.toThrow();
  });

  test('is text for a terminal, with finder patterns, light margin and colours of its own', async () => {
    const text = await qrCodeText(url, { margin: 2 });
    const rows = text.trimEnd().split('\n');
    // oxlint-disable-next-line no-control-regex -- colours of a terminal begin with one
    const plain = rows.map((row) => row.replaceAll(/\u001b\[[0-9;]*m/g, ''));
    expect(new Set(plain.map((row) => row.length)).size).toBe(1);
    expect(plain[0]?.trim()).toBe('');
    expect(plain[1]).toMatch(new RegExp(`^  █▀▀▀▀▀█.*█▀▀▀▀▀█  $`));
    expect(rows.every((row) => row.startsWith('\u001b[38;5;16;48;5;231m') && row.endsWith('\u001b[0m'))).toBe(true);
  });

  test('of too long a text is refused with advice', async () => {
    await expect(qrCodeSvg('x'.repeat(4_000))).rejects.toThrow(ConfigurationError);
    await expect(qrCodeSvg('x'.repeat(4_000))).rejects.toThrow(/ssconf/);
  });
});
