/** The part of a query that chooses types of events. */
interface EventTypesQuery {
  readonly event_types?: string | readonly string[];
}

/** The service takes several types of events as one text with commas. */
export function withEventTypes<Query extends EventTypesQuery>(query: Query): object {
  const { event_types: types } = query;
  return typeof types === 'string' || types === undefined ? query : { ...query, event_types: types.join(',') };
}
