import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emulators, startOutlineEmulator } from '@keyrack/emulators';
import { loadProviderKinds } from '@keyrack/runtime';
import { CanaryScanner, scratchFolder } from '@keyrack/testing-kit';
import { expect, test } from 'vitest';
import { runKeyrack } from '../src/keyrack-program.ts';
import type { ProgramRun } from '../src/keyrack-program.ts';

test(
  'no secret is left anywhere: outputs, errors, audit, audit file, database, write-ahead log, temp folder, access log',
  { timeout: 180_000 },
  async () => {
    await using outline = await startOutlineEmulator({ seedKeys: 3 });
    await using folder = await scratchFolder();
    const [home, temp] = [join(folder.path, 'home'), join(folder.path, 'temp')];
    await mkdir(temp);
    const auditFile = join(folder.path, 'audit.jsonl');
    const environment = { KEYRACK_HOME: home, TMPDIR: temp, KEYRACK_AUDIT_FILE: auditFile, KEYRACK_DEBUG: '1' };
    const said: ProgramRun[] = [];
    /** Runs a command; `secretShown` says that its standard output is the one place where a secret belongs. */
    const keyrack = async (
      commandLine: string,
      options: { readonly input?: string; readonly secretShown?: boolean } = {},
    ): Promise<ProgramRun> => {
      const run = await runKeyrack(commandLine.split(' '), { environment, input: options.input ?? '' });
      said.push(options.secretShown ? { ...run, output: '' } : run);
      return run;
    };

    await keyrack('connection add outline vpn --from-json -', { input: JSON.stringify(outline.readyLine) });
    await keyrack('sync');
    const issued = await keyrack('issue vpn --name alice --owner alice', { secretShown: true });
    const revealed = await keyrack('reveal alice --reason lost', { secretShown: true });
    expect(issued.output.trim()).toMatch(/^ss:\/\//);
    expect(revealed.output).toBe(issued.output);
    outline.faults.add({ method: 'PUT', times: 50, effect: { kind: 'close', when: 'after' } });
    outline.faults.add({ method: 'GET', path: '/access-keys/*', times: 50, effect: { kind: 'status', when: 'before', status: 500 } });
    const unknown = await keyrack('issue vpn --name bob', { secretShown: true });
    expect(unknown).toMatchObject({ exitCode: 5, output: '' });
    outline.faults.clear();
    for (const line of [
      'list',
      'list --output json',
      'show alice',
      'operations list --output jsonl',
      'audit list --output json',
      'audit checkpoint',
      'audit verify',
      `audit verify --file ${auditFile}`,
      'audit export',
      'doctor',
    ])
      await keyrack(line);
    const [operation] = (await keyrack('operations list --state waiting --output jsonl')).output.split('\n');
    await keyrack(`operations show ${String(JSON.parse(operation ?? '{}').id)} --output json`);
    await keyrack('operations resume --all');
    // The server's own error for an unknown path repeats the secret prefix.
    outline.faults.add({
      times: 9,
      effect: {
        kind: 'status',
        when: 'before',
        status: 404,
        body: JSON.stringify({ code: 'ResourceNotFound', message: `${outline.readyLine.url} does not exist` }),
      },
    });
    await keyrack('sync');
    await keyrack('connection check vpn');
    await keyrack('revoke alice --yes');
    await keyrack('audit list --secret -', { input: issued.output });

    const passwords = outline
      .state()
      .history.flatMap(({ value }) => (isKey(value) ? [value.password, value.accessUrl ?? value.password] : []));
    const canaries = [
      new URL(outline.readyLine.url).pathname.slice(1),
      ...passwords,
      ...outline.state().keys.flatMap(({ password, accessUrl }) => [password, accessUrl]),
    ];
    const scanner = new CanaryScanner([...new Set(canaries)]);
    const texts = [...said.flatMap(({ output, errors }) => [output, errors]), JSON.stringify(outline.accessLog.entries())];
    const files = await scanner.scanFolder(folder.path);
    expect([...texts.flatMap((text, index) => scanner.scan(`output ${index}`, text)), ...files.hits]).toEqual([]);

    // The scan looked at something, and finds what is planted.
    expect(await readFile(auditFile, 'utf8')).toContain('key.revealed');
    expect(said.length).toBeGreaterThan(15);
    expect(files.bytes).toBeGreaterThan(100_000);
    await writeFile(join(temp, 'planted'), Buffer.from(outline.readyLine.url).toString('base64'));
    expect((await scanner.scanFolder(folder.path)).hits.length).toBeGreaterThan(0);
    expect(scanner.scan('issued', issued.output).length).toBeGreaterThan(0);
  },
);

const providerKinds = await loadProviderKinds();

test.each(Object.keys(emulators).filter((name) => providerKinds.some(({ kind }) => kind === name)))(
  'no secret of %s is left anywhere',
  { timeout: 180_000 },
  async (system) => {
    await using emulator = await emulators[system as keyof typeof emulators].start({ seedKeys: 2 });
    await using folder = await scratchFolder();
    const environment = {
      KEYRACK_HOME: join(folder.path, 'home'),
      KEYRACK_AUDIT_FILE: join(folder.path, 'audit.jsonl'),
      TMPDIR: folder.path,
      KEYRACK_DEBUG: '1',
    };
    const said: string[] = [];
    const shown: string[] = [];
    const keyrack = async (commandLine: string, input = ''): Promise<ProgramRun> => {
      const run = await runKeyrack(commandLine.split(' '), { environment, input });
      (/^(issue|reveal|rotate) /.test(commandLine) ? shown : said).push(run.output);
      said.push(run.errors);
      return run;
    };
    await keyrack(`connection add ${system} it --from-json -`, JSON.stringify(emulator.readyLine));
    await keyrack('sync');
    expect((await keyrack('issue it --name alice')).exitCode).toBe(0);
    const early = secretsIn(emulator.state()); // what is deleted later is a secret all the same
    // From here on every answer to a change is lost, then every call fails.
    for (const method of ['PUT', 'POST', 'PATCH', 'DELETE'])
      emulator.faults.add({ method, times: 20, effect: { kind: 'close', when: 'after' } });
    await keyrack('issue it --name bob');
    await keyrack('revoke it/alice --yes');
    emulator.faults.clear();
    emulator.faults.add({ times: 30, effect: { kind: 'status', when: 'before', status: 401, body: JSON.stringify(emulator.readyLine) } });
    await keyrack('connection check it');
    await keyrack('sync');
    emulator.faults.clear();
    for (const line of [
      'operations resume --all',
      'list --output json',
      'operations list --output json',
      'audit list --output json',
      'show it/bob --output json',
      'doctor',
    ])
      await keyrack(line);

    const {
      url,
      system: _system,
      username: _username,
      certSha256: _pin,
      keyId: _keyId,
      accountId: _accountId,
      ...credentials
    } = emulator.readyLine;
    const prefix = new URL(url).pathname.split('/').filter((part) => part.length >= 8);
    // Seeded secrets of some systems are counted numbers; half of one is a row of zeros, which stands anywhere.
    const canaries = new Set(
      [...prefix, ...Object.values(credentials), ...early, ...secretsIn(emulator.state())].filter(
        (value) => value.length >= 8 && !/0{8}/.test(value),
      ),
    );
    const scanner = new CanaryScanner([...canaries]);
    const files = await scanner.scanFolder(folder.path);
    const log = JSON.stringify(emulator.accessLog.entries());
    expect([...[...said, log].flatMap((text, index) => scanner.scan(`output ${index}`, text)), ...files.hits]).toEqual([]);
    expect(scanner.scan('issued', shown.join()).length).toBeGreaterThan(0);
  },
);

/** Every text that an emulator's state keeps under a name for secrets. */
function secretsIn(value: unknown, name = ''): readonly string[] {
  if (typeof value === 'string') return /^(password|accessUrl|secrets?|token_plain|private_key)$/.test(name) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => secretsIn(item, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, inner]) => secretsIn(inner, member));
}

function isKey(value: unknown): value is { readonly password: string; readonly accessUrl?: string } {
  return typeof value === 'object' && value !== null && 'password' in value;
}
