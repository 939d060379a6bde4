import { checkFields } from './arguments.ts';
import { ConfigurationError } from './client-errors.ts';

/** The part of a query that chooses types of events. */
interface EventTypesQuery {
  readonly event_types?: string | readonly string[];
}

/** The service takes several types of events as one text with commas. */
export function withEventTypes<Query extends EventTypesQuery>(query: Query): object {
  const { event_types: types } = checkFields('the query', query);
  if (typeof types === 'string' || types === undefined) return query;
  if (Array.isArray(types)) return { ...query, event_types: types.join(',') };
  throw new ConfigurationError('event_types must be a text or a list of texts');
}
