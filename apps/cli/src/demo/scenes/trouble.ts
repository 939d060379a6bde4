import { readRack } from '../../context.ts';
import { exitCode } from '../../exit-code.ts';
import { killInTheMiddle } from '../crash.ts';
import { demoStore } from '../stage.ts';
import type { Scene } from './scene.ts';

/** Killed at the worst moment, and recovered. */
export const crash: Scene = async (stage) => {
  const { narrator, servers, type } = stage;
  await narrator.scene(
    'Killed in the middle',
    'Now the worst moment to die: the server has made the key, and its answer is still on the way. A second',
    'process issues a key, and is killed right there.',
  );
  const words = ['issue', 'vpn-berlin', '--name', 'erik-phone', '--owner', 'erik'];
  await killInTheMiddle(stage, { words, call: { method: 'PUT', path: '/access-keys/*' } });
  const orphans = servers.outline.state().keys.filter(({ name }) => name.startsWith('erik-phone')).length;
  await narrator.say('', `The server has ${orphans} key of Erik's, and nobody got its secret. But the journal knew before the server did:`);
  await type(['operations', 'list', '--state', 'running']);
  await narrator.say('', 'So Keyrack asks the server for the very key it wrote down, recognises it, and finishes the job:');
  await type(['operations', 'resume', '--all']);
  await type(['reveal', 'erik-phone', '--reason', 'first delivery']);
  const keys = servers.outline.state().keys.filter(({ name }) => name.startsWith('erik-phone')).length;
  await narrator.say('', `One key was asked for, ${keys} is there: none lost, none doubled.`);
};

/** One system down: the others go on, and what is owed stays owed. */
export const outage: Scene = async ({ narrator, servers, home, context, type }) => {
  await narrator.scene(
    'One system is down',
    'The VPN server is switched off. The others go on, and a revocation that was accepted is never forgotten.',
  );
  await servers.outline.crash();
  await type(['sync'], { ending: exitCode.partly });
  await type(['revoke', 'vpn-berlin/bob-phone', '--reason', 'compromised', '--yes'], { ending: exitCode.partly });
  await narrator.say('', 'The server is back. What is owed is settled:');
  await servers.outline.restart();
  const owed = await readRack({ host: context.host, home, store: demoStore, auditFile: 'none' }, (rack) =>
    rack.operations.list({ kinds: ['revoke'], states: ['running', 'waiting', 'stuck'] }),
  );
  await type(['operations', 'resume', ...owed.items.map(({ id }) => id)]);
};
