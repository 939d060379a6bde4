/** Who spells an answer: `typed` answers go through a model of the proxy's, `plain` ones are dictionaries. */
export type Dialect = 'typed' | 'plain';

/** From which power of ten down a small number is written with an exponent, and how wide the exponent is at least. */
const small: Readonly<Record<Dialect, { readonly power: number; readonly width: number }>> = {
  typed: { power: -6, width: 1 },
  plain: { power: -5, width: 2 },
};

/** A float as the proxy writes it: `1.0`, `1e-05` (plain) or `0.00001` (typed), `1e+16`. Text for finite numbers only. */
export function floatText(value: number, dialect: Dialect): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value !== 0 && (power >= 16 || power <= small[dialect].power)) {
    return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(small[dialect].width, '0')}`;
  }
  const text = Object.is(value, -0) ? '-0' : String(value);
  return text.includes('.') ? text : `${text}.0`;
}
