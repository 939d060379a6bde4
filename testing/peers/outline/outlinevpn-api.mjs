// Every public method of npm outlinevpn-api 3.0.0 against the emulator: `node outlinevpn-api.mjs <apiUrl> <certSha256> <folder of the package>`.
import { createRequire } from 'node:module';
import { request } from 'node:https';
import { join } from 'node:path';

const [apiUrl = '', certSha256 = '', folder = ''] = process.argv.slice(2);
const { OutlineVPN } = createRequire(join(folder, 'x.js'))('outlinevpn-api');
const named = new Set();
let passed = 0;
let failed = 0;

/** @param {string} name @param {boolean} holds */
function check(name, holds) {
  named.add(name.split(':')[0]);
  if (holds) passed += 1;
  else {
    failed += 1;
    console.log(`  failed: ${name}`);
  }
}

/** Asks the emulator itself for something. @param {string} path @param {unknown} body */
function control(path, body) {
  const { promise, resolve, reject } = Promise.withResolvers();
  const options = { method: 'POST', rejectUnauthorized: false, headers: { 'content-type': 'application/json' } };
  const sent = request(`${new URL(apiUrl).origin}/_emulator/${path}`, options, (answer) =>
    answer.resume().on('end', () => resolve(answer.statusCode)),
  );
  sent.on('error', reject).end(JSON.stringify(body));
  return promise;
}

const api = new OutlineVPN({ apiUrl, fingerprint: certSha256, timeout: 5_000 });
check('renameServer: answers 204', await api.renameServer('Npm'));
check('setHostnameForAccessKeys: answers 204', await api.setHostnameForAccessKeys('vpn.example.net'));
check('setPortForNewAccessKeys: answers 204', await api.setPortForNewAccessKeys(8500));
const server = await api.getServer();
check('getServer: shows what was set', server.name === 'Npm' && server.portForNewAccessKeys === 8500);
check('setDefaultDataLimit: answers 204', await api.setDefaultDataLimit(5_000_000));
check('setDefaultDataLimit: is seen', (await api.getServer()).accessKeyDataLimit?.bytes === 5_000_000);
check('deleteDefaultDataLimit: answers 204', await api.deleteDefaultDataLimit());
check('setShareMetrics: answers 204', await api.setShareMetrics(true));
check('getShareMetrics: shows it', (await api.getShareMetrics()).metricsEnabled === true);
const key = await api.createAccessKey({ name: 'Plain', limit: { bytes: 4096 } });
check('createAccessKey: gives a key', key.name === 'Plain' && key.dataLimit?.bytes === 4096);
const own = await api.createAccessKeyWithId('npm-own', { name: 'Own', password: 'fourth' });
check('createAccessKeyWithId: keeps the id', own.id === 'npm-own' && own.password === 'fourth');
check('renameAccessKey: answers 204', await api.renameAccessKey(key.id, 'Renamed'));
check('getAccessKey: shows the new name', (await api.getAccessKey(key.id)).name === 'Renamed');
check('addDataLimit: answers 204', await api.addDataLimit(key.id, 123));
check('addDataLimit: is seen', (await api.getAccessKey(key.id)).dataLimit?.bytes === 123);
check('deleteDataLimit: answers 204', await api.deleteDataLimit(key.id));
await control('traffic', { keyId: key.id, bytes: 9000 });
check('getDataUsage: has the traffic', (await api.getDataUsage()).bytesTransferredByUserId[key.id] === 9000);
// Its type says a list; what it gives is the server's whole answer.
const listed = await api.getAccessKeys();
check('getAccessKeys: has both', (listed.accessKeys ?? listed).filter(({ id }) => id === key.id || id === 'npm-own').length === 2);
check('deleteAccessKey: answers 204', await api.deleteAccessKey('npm-own'));
const error = await api.getAccessKey('npm-own').catch((caught) => caught);
check('getAccessKey: unknown is an error', error instanceof Error);
const methods = Object.getOwnPropertyNames(OutlineVPN.prototype).filter((name) => name !== 'constructor' && name !== 'fetch');
for (const method of methods) if (!named.has(method)) check(`${method}: is not asked at all`, false);
console.log(`outlinevpn-api 3.0.0: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
