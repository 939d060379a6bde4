/**
 * The AuthPI client against the vendor's own, on one stub server over TLS, whose certificate all of them are told by the environment. The
 * peer is what `node testing/peers/authpi/run.mjs` has installed; without it ours is compared with raw undici alone:
 * `node --conditions=@keyrack/source bench/src/authpi-peers.ts [scratch folder]`
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packClient } from './packed-client.ts';
import { nodeScript, race, raceFromStart, startOf, startTlsStub } from './peer-race.ts';
import type { Contestant } from './peer-race.ts';

const peers = process.argv[2] ?? join(tmpdir(), 'keyrack-peers-authpi');
using stub = await startTlsStub('authpi');
const origin = `https://localhost:${stub.port}`;
const environment = { ...process.env, NODE_EXTRA_CA_CERTS: stub.certFile, SSL_CERT_FILE: stub.certFile };
using client = packClient('authpi');
const script = nodeScript('authpi-peer-on-node.ts');
const onNode = (name: string): Contestant => ({
  name,
  program: process.execPath,
  folder: client.folder,
  words: ['--input-type=module', '--eval', script, '--', name, origin],
});
const inPython: Contestant = {
  name: 'authpi-admin 1.4.0 (Python)',
  program: join(peers, 'authpi-admin-1.4.0/venv/bin/python'),
  words: [join(import.meta.dirname, 'authpi-peer-in-python.py'), origin],
};
const contestants: readonly Contestant[] = [onNode('raw undici'), onNode('ours'), ...(existsSync(inPython.program) ? [inPython] : [])];

await race(
  contestants,
  [1, 50].flatMap((atOnce) => [
    { name: 'list', title: 'a page of 100 keys', atOnce, onNode: atOnce === 1 ? 1_000 : 4_000, elsewhere: atOnce === 1 ? 60 : 150 },
    { name: 'listAll', title: 'all of 1,000 keys', atOnce, onNode: atOnce === 1 ? 150 : 500, elsewhere: atOnce === 1 ? 10 : 50 },
    { name: 'create', title: 'create', atOnce, onNode: atOnce === 1 ? 5_000 : 15_000, elsewhere: atOnce === 1 ? 200 : 300 },
  ]),
  environment,
);
await raceFromStart(contestants.map((contestant) => startOf(contestant, 'list', environment)));
