export { databaseUrl, freshDatabase } from './database.ts';
export type { TestDatabase } from './database.ts';
export { postgresProxy } from './proxy.ts';
export type { Cut, PostgresProxy } from './proxy.ts';
export { startPostgresServer, trustedUser } from './server.ts';
export type { PostgresServer } from './server.ts';
