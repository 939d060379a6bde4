// Runs LiteLLM's own client and command line, unchanged, against our LiteLLM emulator: `node testing/peers/litellm/run.mjs [scratch folder]`.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runPeers } from '../shared/peers.mjs';

const packages = ['litellm[cli]==1.106.2'];

await runPeers('litellm', {
  here: fileURLToPath(new URL('.', import.meta.url)),
  peers: [
    { name: 'litellm-1.106.2', script: 'litellm_client.py', packages, kind: 'python' },
    { name: 'litellm-1.106.2', script: 'litellm_cli.py', packages, kind: 'python' },
  ],
  tell: ({ url = '', apiKey = '' }, folder) => ({
    words: [join(folder, 'venv')],
    environment: {
      LITELLM_PROXY_URL: url,
      LITELLM_PROXY_API_KEY: apiKey,
      LITELLM_LOCAL_MODEL_COST_MAP: 'True', // else it asks the network for the prices of models
      LITELLM_CLI_DISABLE_KEYRING: '1',
      HOME: folder,
    },
  }),
});
