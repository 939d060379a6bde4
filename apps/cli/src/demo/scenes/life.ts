import { exitCode } from '../../exit-code.ts';
import { askModel } from '../model-call.ts';
import type { Scene } from './scene.ts';

/** Issue on every system, and use one of the keys. */
export const issue: Scene = async ({ narrator, servers, type }) => {
  await narrator.scene(
    'Issue',
    'Keys with an owner, a limit and an end. Each is written down before its system is asked, and the secret',
    'comes out once, alone, so that it can be piped to wherever it belongs.',
  );
  await type(['issue', 'vpn-berlin', '--name', 'dora-laptop', '--owner', 'dora', '--data-limit', '50GB', '--expires-in', '90d']);
  await type(['issue', 'sign-in', '--name', 'nightly-backup', '--owner', 'svc-backup', '--scope', 'issuers:read']);
  await type(['issue', 'cloud', '--name', 'terraform', '--owner', 'svc-terraform', '--expires-in', '90d', '--allow-ip', '10.0.0.0/8']);
  const secret = await type([
    'issue',
    'ai-gateway',
    '--name',
    'report-bot',
    '--owner',
    'svc-report',
    '--budget',
    '20usd/month',
    '--models',
    'gpt-4o',
  ]);
  await narrator.say('', `With that key, ${await askModel(servers.litellm, secret)}.`);
};

/** A new secret for a running program, without a gap. */
export const rotate: Scene = async ({ narrator, servers, type }) => {
  await narrator.scene(
    'Rotate, without a gap',
    'The bot gets a new secret. The old one works until the new one has been taken and the overlap is over;',
    'the key itself keeps its id, its name, its owner and what is left of its budget.',
  );
  const before = await type(['reveal', 'report-bot', '--reason', 'show the old one']);
  const after = await type(['rotate', 'report-bot', '--overlap', '1h']);
  await narrator.say(
    '',
    `With the old secret, ${await askModel(servers.litellm, before)}. With the new one, ${await askModel(servers.litellm, after)}.`,
  );
};

/** Out of use and back again, where the system can. */
export const suspend: Scene = async ({ narrator, servers, type }) => {
  await narrator.scene('Suspend and resume', 'The bot misbehaves: out of use at once, and back as it was when it is mended.');
  const secret = await type(['reveal', 'report-bot', '--reason', 'to try it']);
  await type(['suspend', 'report-bot', '--reason', 'misbehaves']);
  await narrator.say('', `Now ${await askModel(servers.litellm, secret)}.`);
  await type(['resume', 'report-bot']);
  await narrator.say(
    '',
    `And now ${await askModel(servers.litellm, secret)}.`,
    '',
    'VergeOS cannot suspend a key. Keyrack says so, and does not pretend:',
  );
  await type(['suspend', 'cloud/terraform'], { ending: exitCode.refused });
};

/** A found secret, whose is it? And an end, confirmed by the system. */
export const revoke: Scene = async ({ narrator, servers, type }) => {
  await narrator.scene(
    'Found and revoked',
    'Somebody found a secret in a chat. Whose is it? Keyrack knows it by its fingerprint, and how to end it.',
  );
  const found = await type(['reveal', 'nightly-backup', '--reason', 'to show a found secret']);
  await type(['whose'], { input: found, inputFile: 'found.txt' });
  await type(['revoke', 'sign-in/nightly-backup', '--reason', 'compromised', '--yes']);
  await narrator.say('', 'The intern of 2023 left long ago. A key counts as revoked when the server itself says that it is gone.');
  await type(['revoke', 'vpn-berlin/intern-2023', '--reason', 'offboarded', '--yes']);
  const left = servers.outline.state().keys.some(({ name }) => name === 'intern-2023');
  await narrator.say('', `Looked up on the server: intern-2023 is ${left ? 'STILL THERE' : 'gone'}.`);
};

/** The inventory and the trail. */
export const inventory: Scene = async ({ narrator, type }) => {
  await narrator.scene('The rack as it is now', 'The inventory, and who did what. Each event carries the hash of the one before.');
  await type(['list']);
  await type(['audit', 'list', '--newest-first', '--limit', '12']);
  await type(['audit', 'verify']);
};
