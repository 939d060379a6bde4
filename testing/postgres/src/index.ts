export { databaseUrl, freshDatabase } from './database.ts';
export type { TestDatabase } from './database.ts';
export { startPostgresServer, trustedUser } from './server.ts';
export type { PostgresServer } from './server.ts';
