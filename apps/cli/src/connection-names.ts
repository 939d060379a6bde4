import type { Rack } from '@keyrack/runtime';

/** Gives a connection's name to its id; the id itself for one that was removed. */
export async function connectionNames(rack: Rack): Promise<(id: string) => string> {
  const names = new Map((await rack.connections.list()).map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}
