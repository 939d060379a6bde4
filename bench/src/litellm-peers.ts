/**
 * The LiteLLM client against LiteLLM's own, on one stub server. It speaks plain HTTP, as the proxy itself does: the peer can be
 * told of no certificate. It is the one that `node testing/peers/litellm/run.mjs` has installed; without it ours is compared with
 * raw undici alone:
 * `node --conditions=@keyrack/source bench/src/litellm-peers.ts [scratch folder]`
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packClient } from './packed-client.ts';
import { nodeScript, race, raceFromStart, startOf, startStub } from './peer-race.ts';
import type { Contestant } from './peer-race.ts';

const peers = process.argv[2] ?? join(tmpdir(), 'keyrack-peers-litellm');
using stub = await startStub('litellm');
const origin = `http://localhost:${stub.port}`;
using client = packClient('litellm');
const script = nodeScript('litellm-peer-on-node.ts');
const onNode = (name: string): Contestant => ({
  name,
  program: process.execPath,
  folder: client.folder,
  words: ['--input-type=module', '--eval', script, '--', name, origin],
});
const venv = join(peers, 'litellm-1.106.2/venv/bin');
const inPython: Contestant = {
  name: 'litellm 1.106.2 (Python)',
  program: join(venv, 'python'),
  words: [join(import.meta.dirname, 'litellm-peer-in-python.py'), origin],
};
const hasPeer = existsSync(inPython.program);
const contestants: readonly Contestant[] = [onNode('raw undici'), onNode('ours'), ...(hasPeer ? [inPython] : [])];
const environment = {
  ...process.env,
  LITELLM_LOCAL_MODEL_COST_MAP: 'True', // else the peer asks the network for the prices of models when it starts
  LITELLM_PROXY_URL: origin,
  LITELLM_PROXY_API_KEY: 'sk-nobody-looks-at-it',
  LITELLM_CLI_DISABLE_KEYRING: '1',
};

await race(
  contestants,
  [1, 50].flatMap((atOnce) => [
    { name: 'list', title: 'a page of 100 whole keys', atOnce, onNode: atOnce === 1 ? 400 : 1_000, elsewhere: atOnce === 1 ? 60 : 100 },
    { name: 'listAll', title: 'all of 1,000 keys', atOnce, onNode: atOnce === 1 ? 60 : 150, elsewhere: atOnce === 1 ? 10 : 50 },
    { name: 'create', title: 'create', atOnce, onNode: atOnce === 1 ? 1_500 : 3_000, elsewhere: atOnce === 1 ? 200 : 300 },
  ]),
  environment,
);
const commandLine = {
  name: "litellm 1.106.2's command line",
  start: () => promisify(execFile)(join(venv, 'lite'), ['keys', 'list', '--size', '100', '--format', 'json'], { env: environment }),
};
await raceFromStart([...contestants.map((contestant) => startOf(contestant, 'list', environment)), ...(hasPeer ? [commandLine] : [])]);
