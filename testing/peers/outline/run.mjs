// Runs other people's clients, unchanged, against our Outline emulator: `node testing/peers/outline/run.mjs [scratch folder]`.
import { fileURLToPath } from 'node:url';
import { runPeers } from '../shared/peers.mjs';

await runPeers('outline', {
  here: fileURLToPath(new URL('.', import.meta.url)),
  peers: [
    { name: 'pyoutlineapi-0.3.0', script: 'pyoutlineapi_0_3.py', packages: ['pyoutlineapi==0.3.0'], kind: 'python' },
    { name: 'pyoutlineapi-0.4.0', script: 'pyoutlineapi_0_4.py', packages: ['pyoutlineapi==0.4.0'], kind: 'python' },
    { name: 'outline-vpn-api-6.6.3', script: 'outline_vpn_api.py', packages: ['outline-vpn-api==6.6.3'], kind: 'python' },
    { name: 'outlinevpn-api-3.0.0', script: 'outlinevpn-api.mjs', packages: ['outlinevpn-api@3.0.0'], kind: 'npm' },
  ],
  tell: ({ url = '', certSha256 = '' }, folder) => ({ words: [url, certSha256, folder] }),
});
