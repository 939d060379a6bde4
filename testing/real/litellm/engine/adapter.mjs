import pg from 'pg';
import { PrismaPg } from '@prisma/adapter-pg';

/** Catalogue types that the binary reads as text and the adapter refuses: name, "char", unknown, name[]. */
const asTextType = { 18: 25, 19: 25, 705: 25, 1003: 1009 };

/** What the engine reads and writes the database through. */
export function openDatabase(address) {
  const url = new URL(address);
  const schema = url.searchParams.get('schema') ?? 'public';
  pg.types.setTypeParser(1003, pg.types.getTypeParser(1009));
  const pool = new pg.Pool({
    host: url.searchParams.get('host') ?? url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password) || undefined,
    database: url.pathname.slice(1),
    max: Math.min(Math.max(Number(url.searchParams.get('connection_limit') ?? 10), 2), 20),
    options: `-c search_path=${schema} -c timezone=UTC`,
  });
  pool.on('connect', (client) => {
    const run = client.query.bind(client);
    client.query = (config, values, callback) =>
      callback ? run(config, values, (error, result) => callback(error, asText(result))) : run(config, values).then(asText);
  });
  pool.on('error', (error) => console.error('pool:', error.message));
  return bind(new PrismaPg(pool, { schema }));
}

function asText(result) {
  for (const field of result?.fields ?? []) field.dataTypeID = asTextType[field.dataTypeID] ?? field.dataTypeID;
  return result;
}

/** What Prisma's own client makes of an adapter: every method, those of transactions too, answers a result object and never throws. */
function bind(adapter) {
  const bound = {
    adapterName: adapter.adapterName,
    provider: adapter.provider,
    options: adapter.options,
    queryRaw: safe(adapter.queryRaw.bind(adapter)),
    executeRaw: safe(adapter.executeRaw.bind(adapter)),
  };
  if (adapter.getConnectionInfo) bound.getConnectionInfo = adapter.getConnectionInfo.bind(adapter);
  if (adapter.commit) {
    bound.commit = safe(adapter.commit.bind(adapter));
    bound.rollback = safe(adapter.rollback.bind(adapter));
  }
  if (adapter.startTransaction) bound.startTransaction = safe(async () => (await adapter.startTransaction()).map(bind));
  return bound;
}

function safe(method) {
  return async (...given) => {
    try {
      return await method(...given);
    } catch (error) {
      console.error('adapter:', error);
      return failure;
    }
  };
}

const failure = { ok: false, error: { kind: 'GenericJs', id: 0 }, map: () => failure, flatMap: () => failure };
