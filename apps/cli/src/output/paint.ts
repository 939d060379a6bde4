import { styleText } from 'node:util';
import type { TextOutput } from '../host.ts';

/** The few styles in use; meaning never rests on them alone. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Colours text where the output can show it. */
export function paint(output: Pick<TextOutput, 'hasColors'>, style: Style, text: string): string {
  return output.hasColors ? styleText(style, text, { validateStream: false }) : text;
}
