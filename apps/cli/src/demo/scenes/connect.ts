import { handMadeKeys, makeKeysByHand } from '../strangers.ts';
import type { Scene } from './scene.ts';

/** Four systems join the rack, and their keys are seen. */
export const connect: Scene = async ({ narrator, servers, type }) => {
  await makeKeysByHand(servers.outline);
  await narrator.scene(
    'Systems that nobody kept book on',
    `An Outline VPN server, a LiteLLM gateway, an AuthPI account and a VergeOS cloud run on this machine now: emulators that`,
    `answer like the real ones. The VPN has ${handMadeKeys.length} keys, made by hand over the years. Whose are they? First Keyrack is told where the systems are:`,
  );
  await type(['connection', 'add', 'outline', 'vpn-berlin', '--from-json', '-'], { input: JSON.stringify(servers.outline.readyLine) });
  await type(['connection', 'add', 'litellm', 'ai-gateway', '--from-json', '-'], { input: JSON.stringify(servers.litellm.readyLine) });
  await type(['connection', 'add', 'authpi', 'sign-in', '--from-json', '-'], { input: JSON.stringify(servers.authpi.readyLine) });
  await type(['connection', 'add', 'vergeos', 'cloud', '--from-json', '-'], { input: JSON.stringify(servers.vergeos.readyLine) });
  await type(['sync']);
  await type(['list']);
  await narrator.say(
    '',
    'Most are foreign: they work, and no record says for whom. Two are the keys Keyrack itself works with. Nothing was changed.',
  );
};
