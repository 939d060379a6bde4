// Runs the vendor's own client, unchanged, against our AuthPI emulator: `node testing/peers/authpi/run.mjs [scratch folder]`.
import { fileURLToPath } from 'node:url';
import { runPeers } from '../shared/peers.mjs';

const kind = 'python';
const newest = { name: 'authpi-admin-1.4.0', packages: ['authpi-admin==1.4.0'], kind };

await runPeers('authpi', {
  here: fileURLToPath(new URL('.', import.meta.url)),
  peers: [
    { ...newest, script: 'admin_1_4.py' },
    { ...newest, script: 'readme_1_4.py' },
    { name: 'authpi-admin-0.3.0', packages: ['authpi-admin==0.3.0'], kind, script: 'admin_0_3.py', emulate: ['--legacy'] },
  ],
  tell: ({ url = '', keyId = '', keySecret = '', accountId = '' }) => ({ words: [url, keyId, keySecret, accountId] }),
});
