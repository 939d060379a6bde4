import { readRack } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { handMadeKeys, makeKeysByHand } from './strangers.ts';
import { killInTheMiddle } from './crash.ts';
import type { Stage } from './stage.ts';

/** One part of the story. */
export type Scene = (stage: Stage) => Promise<void>;

const connectAndSync: Scene = async ({ narrator, server, type }) => {
  await makeKeysByHand(server);
  await narrator.scene(
    'A server that nobody kept book on',
    `An Outline VPN server runs on this machine now, an emulator that answers like the real one. It has`,
    `${handMadeKeys.length} keys, made by hand over the years. Whose are they? First Keyrack is told where the server is:`,
  );
  await type(['connection', 'add', 'outline', 'vpn-berlin', '--from-json', '-'], { input: JSON.stringify(server.readyLine) });
  await type(['sync']);
  await type(['list']);
  await narrator.say('', 'All of them are foreign: they work, and no record says for whom. Nothing was changed on the server.');
};

const issue: Scene = async ({ narrator, type }) => {
  await narrator.scene(
    'Issue',
    'A key with an owner, a limit and an end. It is written down before the server is asked, and the secret',
    'comes out once, alone, so that it can be piped to wherever it belongs.',
  );
  await type(['issue', 'vpn-berlin', '--name', 'dora-laptop', '--owner', 'dora', '--data-limit', '50GB', '--expires-in', '90d']);
  await type(['issue', 'vpn-berlin', '--name', 'nightly-backup', '--owner', 'svc-backup']);
};

const reveal: Scene = async ({ narrator, type }) => {
  await narrator.scene('Reveal', 'Dora has a new laptop. Showing a secret again needs a reason, and the reason stays on record.');
  await type(['reveal', 'dora-laptop', '--reason', 'new laptop']);
};

const revoke: Scene = async ({ narrator, server, type }) => {
  await narrator.scene('Revoke', 'The intern of 2023 left long ago. A key counts as revoked when the server itself says that it is gone.');
  await type(['revoke', 'vpn-berlin/intern-2023', '--reason', 'offboarded', '--yes']);
  const left = server.state().keys.some(({ name }) => name === 'intern-2023');
  await narrator.say('', `Looked up on the server: intern-2023 is ${left ? 'STILL THERE' : 'gone'}.`);
};

const crash: Scene = async (stage) => {
  const { narrator, server, type } = stage;
  await narrator.scene(
    'Killed in the middle',
    'Now the worst moment to die: the server has made the key, and its answer is still on the way. A second',
    'process issues a key, and is killed right there.',
  );
  const words = ['issue', 'vpn-berlin', '--name', 'erik-phone', '--owner', 'erik'];
  await killInTheMiddle(stage, { words, call: { method: 'PUT', path: '/access-keys/*' } });
  const orphans = server.state().keys.filter(({ name }) => name.startsWith('erik-phone')).length;
  await narrator.say('', `The server has ${orphans} key of Erik's, and nobody got its secret. But the journal knew before the server did:`);
  await type(['operations', 'list', '--state', 'running,waiting']);
  await narrator.say('', 'So Keyrack asks the server for the very key it wrote down, recognises it, and finishes the job:');
  await type(['operations', 'resume', '--all']);
  await type(['reveal', 'erik-phone', '--reason', 'first delivery']);
  const keys = server.state().keys.filter(({ name }) => name.startsWith('erik-phone')).length;
  await narrator.say('', `One key was asked for, ${keys} is there: none lost, none doubled.`);
};

const outage: Scene = async ({ narrator, server, home, context, type }) => {
  await narrator.scene(
    'The server is down',
    'A revocation that was accepted is never forgotten, whatever the server does. It is switched off now:',
  );
  await server.crash();
  await type(['revoke', 'vpn-berlin/bob-phone', '--reason', 'compromised', '--yes'], { ending: exitCode.partly });
  await narrator.say('', 'The server is back. What is owed is settled:');
  await server.restart();
  const owed = await readRack({ host: context.host, home }, (rack) => rack.operations.list({ states: ['running', 'waiting', 'stuck'] }));
  await type(['operations', 'resume', ...owed.items.map(({ id }) => id)]);
};

const inventory: Scene = async ({ narrator, type }) => {
  await narrator.scene('The rack as it is now', 'The inventory, and who did what. Each event carries the hash of the one before.');
  await type(['list']);
  await type(['audit', 'list']);
  await type(['audit', 'verify']);
};

/** The story in its order. */
export const scenes: readonly Scene[] = [connectAndSync, issue, reveal, revoke, crash, outage, inventory];
