#!/usr/bin/env node
// Stands in for the `query-engine` binary that prisma-client-py starts and asks over HTTP in the GraphQL protocol: the WebAssembly
// build of the same engine, which speaks the JSON protocol, over node-postgres.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { openDatabase } from './adapter.mjs';
import { fieldTypes, Refused } from './json-fields.mjs';
import { rewrite, unwrap } from './protocol.mjs';

const commit = '393aa359c9ad4a4bb28630fb5613f9c281cde053';
if (process.argv.includes('--version')) {
  console.log(`query-engine ${commit}`);
  process.exit(0);
}

const require = createRequire(import.meta.url);
const glue = await import('@prisma/query-engine-wasm/postgresql/query_engine_bg.js');
const binary = readFileSync(require.resolve('@prisma/query-engine-wasm/postgresql/query_engine_bg.wasm'));
const instance = new WebAssembly.Instance(new WebAssembly.Module(binary), { './query_engine_bg.js': glue });
glue.__wbg_set_wasm(instance.exports);

const datamodel = readFileSync(process.env.PRISMA_DML_PATH, 'utf8');
const models = fieldTypes(datamodel);
const address = JSON.parse(process.env.OVERWRITE_DATASOURCES ?? '[]')[0]?.url ?? process.env.DATABASE_URL;
const settings = { datamodel, logLevel: 'error', logQueries: false };
const engine = new glue.QueryEngine(settings, (line) => console.error(line), openDatabase(address));
const trace = '{}';
const connected = engine.connect(trace);

async function query(body, transaction) {
  const request = JSON.parse(body);
  const isolated = request.transaction && !transaction ? { isolationLevel: request.isolationLevel } : undefined;
  const payload = request.batch
    ? { batch: request.batch.map((entry) => rewrite(entry.query, models)), transaction: isolated }
    : rewrite(request.query, models);
  return JSON.stringify(unwrap(JSON.parse(await engine.query(JSON.stringify(payload), trace, transaction))));
}

/** The text of an answer; undefined for a path that the binary does not have. */
async function route({ method, url, headers }, body) {
  await connected;
  const { pathname } = new URL(url, 'http://engine');
  const transaction = headers['x-transaction-id'];
  if (pathname === '/status') return '{"status":"ok"}';
  if (pathname === '/metrics') return '{"counters":[],"gauges":[],"histograms":[]}';
  if (pathname === '/transaction/start') return engine.startTransaction(body, trace);
  const step = /^\/transaction\/([^/]+)\/(commit|rollback)$/.exec(pathname);
  if (step?.[2] === 'commit') return engine.commitTransaction(step[1], trace);
  if (step?.[2] === 'rollback') return engine.rollbackTransaction(step[1], trace);
  return pathname === '/' && method === 'POST' ? query(body, transaction) : undefined;
}

/** What the binary answers to a query that it cannot run. */
function fault(error) {
  const message = String(error?.message ?? error);
  if (error instanceof Refused) {
    const about = { is_panic: false, message, meta: { kind: 'Union' }, error_code: 'P2009' };
    return { status: 200, text: JSON.stringify({ errors: [{ error: message, user_facing_error: about }] }) };
  }
  console.error('engine:', error);
  const about = { is_panic: false, message, backtrace: null };
  return { status: 500, text: JSON.stringify({ errors: [{ error: message, user_facing_error: about }] }) };
}

async function answer(request) {
  try {
    const text = await route(request, (await buffer(request)).toString('utf8'));
    if (text === undefined) return { status: 404, text: '' };
    return { status: request.url.startsWith('/transaction/') && text.includes('"error_code"') ? 500 : 200, text };
  } catch (error) {
    return fault(error);
  }
}

const server = createServer((request, response) => {
  void answer(request).then(({ status, text }) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(text);
  });
});
server.keepAliveTimeout = 120_000;
const flag = Math.max(process.argv.indexOf('-p'), process.argv.indexOf('--port'));
server.listen(Number(process.argv[flag + 1]), 'localhost');

// The proxy that started this engine may be killed without a word; do not outlive it.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && process.exit(0), 1_000).unref();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
