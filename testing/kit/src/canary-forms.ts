/** One way in which a secret may have been written somewhere. */
export interface CanaryForm {
  /** Such as `base64`, `hex`, `uri`. */
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * All forms in which a text shows up after the usual transformations. In base64 a text looks different depending on where
 * within the encoded bytes it begins, hence three offsets each; the edge characters, which its neighbours change, are cut off.
 *
 * @param canary - at least 8 characters, best made of letters that percent-encoding and JSON change too.
 * @throws {RangeError} when it is shorter: a short one is found everywhere by accident.
 */
export function canaryForms(canary: string): readonly CanaryForm[] {
  if (canary.length < 8) throw new RangeError('A canary needs at least 8 characters');
  const uri = encodeURIComponent(canary);
  const everyByte = Array.from(Buffer.from(canary), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const hex = Buffer.from(canary).toString('hex');
  const texts: readonly (readonly [string, string])[] = [
    ['plain', canary],
    ['json', JSON.stringify(canary).slice(1, -1)],
    [
      'json-ascii',
      JSON.stringify(canary)
        .slice(1, -1)
        .replace(/[^ -~]/g, escapeUnit),
    ],
    ['uri', uri],
    ['uri-lower', uri.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())],
    ['form', new URLSearchParams([['', canary]]).toString().slice(1)],
    ['uri-every-byte', everyByte],
    ['uri-every-byte-upper', everyByte.toUpperCase()],
    ['html', canary.replace(/[&<>"]/g, (letter) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }[letter]};`)],
    ['hex', hex],
    ['hex-upper', hex.toUpperCase()],
    ...[0, 1, 2].flatMap((offset) => {
      const base64 = base64At(canary, offset);
      return [
        [`base64+${offset}`, base64],
        [`base64url+${offset}`, base64.replaceAll('+', '-').replaceAll('/', '_')],
      ] as const;
    }),
    ['reversed', Array.from(canary).reverse().join('')],
  ];
  const forms = new Map<string, CanaryForm>();
  for (const [name, text] of texts) if (!forms.has(text)) forms.set(text, { name, bytes: Buffer.from(text) });
  forms.set('utf16', { name: 'utf16', bytes: Buffer.from(canary, 'utf16le') });
  return [...forms.values()];
}

function base64At(text: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
  const encoded = bytes.toString('base64').replaceAll('=', '');
  const firstWhole = Math.ceil((offset * 8) / 6);
  const wholeCharacters = Math.floor((bytes.length * 8) / 6);
  return encoded.slice(firstWhole, wholeCharacters);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
