import { NotKnownError } from '../../kit/not-known.ts';
import type { Asking } from '../web/endpoint.ts';

/** For endpoints of which nobody has seen what they say without a database. @throws {NotKnownError} */
export function needsDatabase<Value>({ proxy }: Asking, act: () => Value): Value {
  if (!proxy.settings.database) throw new NotKnownError('how this is answered without a database');
  return act();
}
