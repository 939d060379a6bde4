/**
 * The VergeOS client against the vendor's Python client on one stub server, over TLS as an installer makes it (RSA 4096, self-signed). The
 * peer is the one that `node testing/peers/vergeos/run.mjs` has installed; without it ours is compared with raw undici alone:
 * `node --conditions=@keyrack/source bench/src/vergeos-peers.ts [scratch folder]`
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packClient } from './packed-client.ts';
import { nodeScript, race, raceFromStart, startOf, startTlsStub } from './peer-race.ts';
import type { Contestant } from './peer-race.ts';

const peers = process.argv[2] ?? join(tmpdir(), 'keyrack-peers-vergeos');
using stub = await startTlsStub('vergeos');
const host = `localhost:${stub.port}`;
using client = packClient('vergeos');
const script = nodeScript('vergeos-peer-on-node.ts');
const onNode = (name: string): Contestant => ({
  name,
  program: process.execPath,
  folder: client.folder,
  words: ['--input-type=module', '--eval', script, '--', name, host, stub.certSha256, stub.certFile],
});
const inPython: Contestant = {
  name: 'pyvergeos 1.7.1',
  program: join(peers, 'venv/bin/python'),
  words: [join(import.meta.dirname, 'vergeos-peer-in-python.py'), host],
};
const contestants: readonly Contestant[] = [onNode('raw undici'), onNode('ours'), ...(existsSync(inPython.program) ? [inPython] : [])];
// With one of these set, the peer verifies certificates although it was told not to.
const { REQUESTS_CA_BUNDLE: _requests, CURL_CA_BUNDLE: _curl, ...environment } = process.env;

await race(
  contestants,
  [1, 50].flatMap((atOnce) => [
    { name: 'list', title: 'list of 1,000 keys', atOnce, onNode: atOnce === 1 ? 150 : 300, elsewhere: atOnce === 1 ? 30 : 60 },
    { name: 'listAll', title: '1,000 keys in pages of 100', atOnce, onNode: atOnce === 1 ? 60 : 150, elsewhere: atOnce === 1 ? 10 : 50 },
    {
      name: 'create',
      title: 'create with the look-up of the user',
      atOnce,
      onNode: atOnce === 1 ? 1_000 : 2_000,
      elsewhere: atOnce === 1 ? 150 : 300,
    },
  ]),
  environment,
);
await raceFromStart(contestants.map((contestant) => startOf(contestant, 'create', environment)));
