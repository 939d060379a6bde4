/**
 * The Outline client against others on one stub server, over TLS as an installer makes it (RSA 4096, self-signed). The peers are those that
 * `node testing/peers/outline/run.mjs` has installed; one that is not there is left out:
 * `node --conditions=@keyrack/source bench/src/outline-peers.ts [scratch folder]`
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packClient } from './packed-client.ts';
import { nodeScript, race, raceFromStart, startOf, startTlsStub } from './peer-race.ts';
import type { Contestant } from './peer-race.ts';

const peers = process.argv[2] ?? join(tmpdir(), 'keyrack-peers-outline');
using stub = await startTlsStub('outline');
const npmPeer = join(peers, 'outlinevpn-api-3.0.0');
const where = [`https://localhost:${stub.port}/prefix`, stub.certSha256, npmPeer, stub.certFile];
using client = packClient('outline');
const script = nodeScript('outline-peer-on-node.ts');
const onNode = (name: string): Contestant => ({
  name,
  program: process.execPath,
  folder: client.folder,
  words: ['--input-type=module', '--eval', script, '--', name, ...where],
});
const inPython = (name: string): Contestant => ({
  name,
  program: join(peers, name, 'venv/bin/python'),
  words: [join(import.meta.dirname, 'outline-peer-in-python.py'), name, ...where],
});
const contestants: readonly Contestant[] = [
  onNode('raw undici'),
  onNode('ours'),
  ...(existsSync(npmPeer) ? [onNode('outlinevpn-api-3.0.0')] : []),
  ...['pyoutlineapi-0.3.0', 'pyoutlineapi-0.4.0', 'outline-vpn-api-6.6.3'].map(inPython).filter(({ program }) => existsSync(program)),
];
// With one of these set, a client that pins a certificate is made to verify it by these roots as well.
const { REQUESTS_CA_BUNDLE: _requests, CURL_CA_BUNDLE: _curl, ...environment } = process.env;

await race(
  contestants,
  [
    { name: 'list', title: 'list of 1,000 keys', atOnce: 1, onNode: 150, elsewhere: 30 },
    { name: 'list', title: 'list of 1,000 keys', atOnce: 50, onNode: 300, elsewhere: 60 },
    { name: 'create', title: 'create', atOnce: 1, onNode: 1_500, elsewhere: 200 },
    { name: 'create', title: 'create', atOnce: 50, onNode: 3_000, elsewhere: 300 },
  ],
  environment,
);
await raceFromStart(contestants.map((contestant) => startOf(contestant, 'create', environment)));
