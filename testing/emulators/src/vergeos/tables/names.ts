import { NotKnownError } from '../../kit/not-known.ts';
import type { Row } from '../rows/row.ts';
import { textOf } from '../rows/row.ts';

/** Names of every printable character have been seen to work; others have not been tried. @throws {NotKnownError} */
export function refuseControlCharacters(row: Row, column: string): void {
  if (/\p{Cc}/u.test(textOf(row, column))) throw new NotKnownError('whether a name may hold control characters');
}
