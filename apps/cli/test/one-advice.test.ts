import { X509Certificate } from 'node:crypto';
import { once as onceEmitted } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { Server as PlainServer, RequestListener } from 'node:http';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { selfSignedCertificate } from '@keyrack/emulators';
import type { ServerCertificate } from '@keyrack/emulators';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finished } from './support/keyrack.ts';
import { keyrack, scratchFolder } from './support/keyrack.ts';
import type { Scene } from './support/scene.ts';
import { connectedScene } from './support/scene.ts';

/** What a server answers to everything. */
interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
}

/** How a connection to a system is described, and how that system words a refusal. */
interface System {
  readonly describe: (url: string, pin: string | undefined) => Readonly<Record<string, unknown>>;
  readonly refusal: (status: number) => unknown;
  readonly pinned: boolean;
}

const systems: Readonly<Record<string, System>> = {
  outline: {
    describe: (url, certSha256) => ({ url: `${url}/secretPath`, certSha256 }),
    refusal: (status) => ({ code: status === 404 ? 'ResourceNotFound' : 'Refused', message: 'not so' }),
    pinned: true,
  },
  litellm: {
    describe: (url) => ({ url, apiKey: 'sk-0123456789abcdef', allowPlainHttp: true }),
    refusal: (status) => ({ error: { message: 'not so', type: 'auth_error', param: 'None', code: String(status) } }),
    pinned: false,
  },
  vergeos: {
    describe: (url, certSha256) => ({ url, apiKey: 'a'.repeat(40), username: 'keyrack', certSha256 }),
    refusal: () => ({ err: 'not so' }),
    pinned: true,
  },
  authpi: {
    describe: (baseUrl) => ({ baseUrl, keyId: 'key_1', keySecret: 's'.repeat(32), accountId: 'acc_1', allowPlainHttp: true }),
    refusal: () => ({ error: 'refused', error_description: 'not so' }),
    pinned: false,
  },
};

/** What a sentence that advises begins with, or holds. */
const advising = /\b(?:check|try|compare|give|look|pin it|raise|send fewer|update|correct|use one|connect with|wait|sync|add --help)\b/i;

/** What a run has said on standard error, taken apart. */
function saidBy({ stderr, stdout, code }: Finished): object {
  const [fault = '', advice = '', ...rest] = stderr.trimEnd().split('\n');
  const sentences = stderr.split(/[.;:]\s+/).map((sentence) => sentence.trim().toLowerCase().replace(/\.$/, ''));
  return {
    fault,
    faultAdvises: advising.test(fault),
    advises: advising.test(advice),
    advisesPrograms: /timeoutMs|totalTimeoutMs|maxResponseBytes|baseUrl|apiUrl/.test(advice),
    rest,
    twice: sentences.filter((sentence, index) => sentences.indexOf(sentence) !== index),
    stdout,
    failed: code !== 0,
  };
}

/** One message: what failed, what to do, what was changed; nothing of it twice. */
function once(fault: RegExp): object {
  return {
    fault: expect.stringMatching(new RegExp(`^keyrack: .*${fault.source}`)),
    faultAdvises: false,
    advises: true,
    advisesPrograms: false,
    rest: ['  Nothing was changed.'],
    twice: [],
    stdout: '',
    failed: true,
  };
}

const scratch = scratchFolder();
let certificate: ServerCertificate;
let certSha256: string;
let scene: Scene;
beforeAll(async () => {
  certificate = await selfSignedCertificate('localhost');
  certSha256 = new X509Certificate(certificate.cert).fingerprint256.replaceAll(':', '');
  scene = await connectedScene();
});
afterAll(async () => {
  scratch.remove();
  await scene.close();
});

let runs = 0;

async function add(system: string, fields: Readonly<Record<string, unknown>>): Promise<Finished> {
  runs += 1;
  const folder = join(scratch.path, `${system}-${runs}`);
  writeFileSync(`${folder}.json`, JSON.stringify({ system, ...fields }));
  return keyrack(['connection', 'add', system, 'rack', '--from-json', `${folder}.json`], { home: folder });
}

/** Runs a server while something is done with its address. */
async function whileServed<Result>(server: Server | PlainServer, act: (port: number) => Promise<Result>): Promise<Result> {
  server.listen(0, 'localhost');
  await onceEmitted(server, 'listening');
  try {
    return await act((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe.concurrent.each(Object.entries(systems))('a message about %s says once what to do', (name, system) => {
  /** A server with the answer; pinned systems take TLS alone. */
  const answered = async ({ status, body, type = 'application/json' }: Answer): Promise<Finished> => {
    const listener: RequestListener = (_, response) => {
      response.writeHead(status, { 'content-type': type, 'retry-after': '3600' }).end(body);
    };
    const server = system.pinned ? createServer(certificate, listener) : createPlainServer(listener);
    const scheme = system.pinned ? 'https' : 'http';
    return whileServed(server, (port) => add(name, system.describe(`${scheme}://localhost:${port}`, certSha256)));
  };

  test('when nobody listens there', async () => {
    const port = await whileServed(createPlainServer(), (free) => Promise.resolve(free));
    const finished = await add(name, system.describe(`https://localhost:${port}`, 'ab'.repeat(32)));
    expect(saidBy(finished)).toEqual(once(/no connection to \S+ \(ECONNREFUSED\)/));
  });

  test('when the name is unknown', async () => {
    const finished = await add(name, system.describe('https://nobody.invalid', 'ab'.repeat(32)));
    expect(saidBy(finished)).toEqual(once(/no connection to https:\/\/nobody\.invalid \((?:ENOTFOUND|EAI_AGAIN)\)/));
  });

  test('when nobody trusts its certificate', async () => {
    const finished = await whileServed(createServer(certificate), (port) =>
      add(name, system.describe(`https://localhost:${port}`, undefined)),
    );
    expect(saidBy(finished)).toEqual(once(/the certificate of \S+ is not trusted \(\w+\)/));
  });

  test.each([401, 403, 404, 429, 500])('when it answers %i in its own words', async (status) => {
    expect(saidBy(await answered({ status, body: JSON.stringify(system.refusal(status)) }))).toEqual(once(/could not /));
  });

  test('when something in front of it answers with a page', async () => {
    expect(saidBy(await answered({ status: 502, body: '<h1>Bad gateway</h1>', type: 'text/html' }))).toEqual(once(/answered with 502/));
    expect(saidBy(await answered({ status: 200, body: '<h1>Welcome</h1>', type: 'text/html' }))).toEqual(once(/the answer \(200\)/));
  });
});

test.each(Object.entries(systems).filter(([, { pinned }]) => pinned))(
  'a message about %s says once what to do when it shows another certificate than the pinned one',
  async (name, system) => {
    const finished = await whileServed(createServer(certificate), (port) =>
      add(name, system.describe(`https://localhost:${port}`, 'ab'.repeat(32))),
    );
    expect(saidBy(finished)).toEqual(once(/another certificate than the pinned one/));
  },
);

describe('commands of the system itself', () => {
  test('say once what to do when the server is away', async () => {
    await scene.server.crash();
    const finished = await scene.run(['outline', 'vpn', 'set', 'name', 'Office']);
    await scene.server.restart();
    expect(saidBy(finished)).toEqual(once(/ECONNREFUSED/));
  });

  test('say once what to do when the server refuses', async () => {
    const body = JSON.stringify({ code: 'InvalidArgument', message: 'not so' });
    const headers = { 'content-type': 'application/json' };
    scene.server.faults.add({ method: 'PUT', path: '/name', effect: { kind: 'status', when: 'before', status: 400, body, headers } });
    const finished = await scene.run(['outline', 'vpn', 'set', 'name', 'Office']);
    expect(saidBy(finished)).toEqual(once(/PUT \/name was answered with 400 \(InvalidArgument: not so\)/));
  });
});
