import { expect, test } from 'vitest';
import { cells, cellsWith } from './cells.ts';

test('words narrow the matrix to the cells that have them all, and one that no cell has is refused', () => {
  const narrowed = cellsWith(cells(), ['rotate', 'vergeos']);
  expect(narrowed.map(({ system, action }) => `${system} ${action}`)).toEqual(narrowed.map(() => 'vergeos rotate'));
  expect(narrowed).toHaveLength(8);
  expect(cellsWith(cells(), [])).toEqual(cells());
  expect(() => cellsWith(cells(), ['rotat'])).toThrow('rotat');
});
