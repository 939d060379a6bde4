import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from './support/keyrack.ts';
import type { Scene } from './support/scene.ts';
import { connectedScene } from './support/scene.ts';

let scene: Scene;
const scratch = scratchFolder();
beforeAll(async () => {
  scene = await connectedScene();
  await scene.run(['issue', 'vpn', '--name', 'alice-laptop']);
  await scene.run(['issue', 'vpn', '--name', 'alice-phone']);
});
afterAll(async () => {
  scratch.remove();
  await scene.close();
});

function file(name: string, content: string): string {
  const path = join(scratch.path, name);
  writeFileSync(path, content);
  return path;
}

/** What was typed, the exit code, and what the message must say: what is wrong, and what to do. */
const mistakes: readonly (readonly [what: string, words: () => readonly string[], code: number, says: readonly RegExp[]])[] = [
  ['an unknown command', () => ['lsit'], 2, [/Unknown command 'lsit'/, /Did you mean list\?/]],
  ['an unknown command below a noun', () => ['connection', 'ad'], 2, [/Unknown command 'ad'/, /Did you mean add\?/]],
  ['an unknown command below a noun with a default', () => ['operations', 'lsit'], 2, [/Unknown command 'lsit'/, /Did you mean "list"\?/]],
  ['an unknown option', () => ['list', '--ouptut', 'json'], 2, [/Unknown option '--ouptut'/, /Did you mean --output\?/]],
  ['an unknown format', () => ['list', '-o', 'xml'], 2, [/--output: "xml" is not one of table, json, jsonl, csv, yaml/]],
  ['a mistyped format', () => ['list', '-o', 'jsno'], 2, [/--output: "jsno" is not one of/, /Did you mean "json" or "jsonl"\?/]],
  ['a mistyped state', () => ['list', '--state', 'activ'], 2, [/--state: "activ" is not one of/, /Did you mean "active"\?/]],
  [
    'a mistyped reason',
    () => ['revoke', 'alice-laptop', '--reason', 'compromisd'],
    2,
    [/--reason: "compromisd" is not one of/, /Did you mean "compromised"\?/],
  ],
  ['a mistyped switch', () => ['doctor', '--nocolor'], 2, [/Unknown option '--nocolor'/, /Did you mean --no-color\?/]],
  ['a mistyped option of the program', () => ['list', '--hom', 'x'], 2, [/Unknown option '--hom'/, /Did you mean --home\?/]],
  ['a filter by an empty label', () => ['list', '--label', ''], 2, [/--label: "" names no label/, /--label team/]],
  ['a filter by no state', () => ['list', '--state', ''], 2, [/--state: nothing was given/, /variable/]],
  ['a filter by no owner', () => ['list', '--owner', ''], 2, [/--owner: nothing was given/]],
  ['a limit that would limit nothing', () => ['issue', 'vpn', '--name', 'x', '--allow-ip', ''], 2, [/--allow-ip: nothing was given/]],
  ['an unknown connection', () => ['issue', 'vnp', '--name', 'x'], 2, [/no connection "vnp"/, /Did you mean vpn\?/]],
  ['an unknown key', () => ['show', 'alice-lptop'], 2, [/No key answers to "alice-lptop"/, /Did you mean vpn\/alice-laptop\?/]],
  ['an unknown operation', () => ['operations', 'show', 'op_nothing'], 2, [/No operation answers to "op_nothing"/, /operations list/]],
  [
    'an unknown provider',
    () => ['connection', 'add', 'outlne', 'x', '--from-json', scene.line],
    2,
    [/no provider "outlne"/, /Did you mean "outline"\?/],
  ],
  ['an unknown emulator', () => ['emulate', 'outlin'], 2, [/no emulator of "outlin"/, /Did you mean "outline"\?/]],
  ['an unknown field of the system', () => ['issue', 'vpn', '--name', 'x', '--set', 'colour=red'], 2, [/does not take colour/]],
  ['a missing name', () => ['issue', 'vpn'], 2, [/--name/, /Usage: keyrack issue/]],
  [
    'a malformed duration',
    () => ['issue', 'vpn', '--name', 'x', '--expires-in', '30x'],
    2,
    [/--expires-in: "30x" is not a duration/, /30d/],
  ],
  ['a malformed size', () => ['issue', 'vpn', '--name', 'x', '--data-limit', '50Gb'], 2, [/--data-limit: "50Gb" is not an amount/, /50GB/]],
  [
    'a malformed instant',
    () => ['list', '--expires-before', 'tomorrow'],
    2,
    [/--expires-before: "tomorrow" is not an instant/, /2027-01-31/],
  ],
  ['a day that does not exist', () => ['issue', 'vpn', '--name', 'x', '--expires-at', '2027-02-30'], 2, [/"2027-02-30" is not an instant/]],
  ['an instant without a zone', () => ['issue', 'vpn', '--name', 'x', '--expires-at', '2027-02-03T10:00'], 2, [/not an instant/, /zone/]],
  ['an instant that is past', () => ['issue', 'vpn', '--name', 'x', '--expires-at', '2020-01-01'], 2, [/expire at once/, /future/]],
  ['two expiries', () => ['issue', 'vpn', '--name', 'x', '--expires-in', '1d', '--expires-at', '2027-01-01'], 2, [/cannot be used with/]],
  ['a malformed label', () => ['issue', 'vpn', '--name', 'x', '--label', 'team'], 2, [/--label "team" is not of the form name=value/]],
  [
    'a limit the system has not',
    () => ['issue', 'vpn', '--name', 'x', '--budget', '20usd/month'],
    4,
    [/cannot limit/, /It can limit: --data-limit/],
  ],
  ['a name that is taken', () => ['issue', 'vpn', '--name', 'alice-laptop'], 1, [/"alice-laptop" already/, /Take another name/]],
  ['control characters in a name', () => ['issue', 'vpn', '--name', 'a\u001b[31m'], 2, [/"a\\u001b\[31m" cannot be the name/]],
  ['an unknown gate', () => ['rotate', 'alice-laptop', '--gate', 'unused'], 2, [/--gate: "unused" is not one of delivered, soak/]],
  ['a malformed overlap', () => ['rotate', 'alice-laptop', '--overlap', 'soon'], 2, [/--overlap: "soon" is not a duration/]],
  ['nothing to change', () => ['change', 'alice-laptop'], 2, [/Nothing to change/, /--data-limit|a limit/]],
  ['a key that is not suspended', () => ['resume', 'alice-laptop', '--dry-run'], 4, [/is active, not suspended/]],
  ['a key of ours to adopt', () => ['adopt', 'alice-laptop', '--dry-run'], 4, [/it is issued already/]],
  ['nothing to adopt', () => ['adopt'], 2, [/Nothing to adopt/, /--all-foreign/]],
  ['an owner with a space', () => ['owner', 'add', 'a b'], 2, [/"a b" cannot be the id of an owner/]],
  ['an owner without a name', () => ['issue', 'vpn', '--name', 'x', '--owner', ''], 2, [/"" cannot be the id of an owner/, /alice/]],
  ['an owner with a slash', () => ['issue', 'vpn', '--name', 'x', '--owner', 'a b/c;'], 2, [/"a b\/c;" cannot be the id/]],
  ['such an owner, in a preview', () => ['issue', 'vpn', '--name', 'x', '--owner', '', '--dry-run'], 2, [/"" cannot be the id/]],
  ['a key shared with such an owner', () => ['issue', 'vpn', '--name', 'x', '--shared-with', 'bob,a b'], 2, [/"a b" cannot be the id/]],
  ['a change to such an owner', () => ['change', 'alice-laptop', '--owner', ''], 2, [/"" cannot be the id of an owner/]],
  ['an owner with a space, in a preview', () => ['owner', 'add', 'a b', '--dry-run'], 2, [/"a b" cannot be the id of an owner/]],
  ['a master key that is none, in a preview', () => ['rekey', '--dry-run', '--new-key-file', file('short.key', 'abc')], 1, [/master key/i]],
  [
    'the removal of a system with living keys, in a preview',
    () => ['connection', 'remove', 'vpn', '--dry-run'],
    4,
    [/alice-laptop[^]*Keys of ours live on "vpn" \(2\)/, /--forget/],
  ],
  ['an owner nobody knows', () => ['owner', 'show', 'nobody-at-all'], 2, [/Nobody is known by the id/]],
  ['no secret to look up', () => ['whose'], 2, [/Standard input is empty/]],
  ['a secret as an argument', () => ['whose', scene.server.url], 2, [/Too many arguments/, /Usage: keyrack whose/]],
  ['several keys without a terminal', () => ['suspend', 'alice-laptop', 'alice-phone'], 2, [/needs an answer/, /--yes/]],
  ['a question without a terminal', () => ['revoke', 'alice-laptop'], 2, [/needs an answer/, /--yes/]],
  ['a reason without a terminal', () => ['reveal', 'alice-laptop'], 2, [/needs an answer/, /--reason/]],
  ['a prompt without a terminal', () => ['connection', 'add', 'outline', 'x'], 2, [/no terminal/, /--from-file/]],
  ['nothing to resume', () => ['operations', 'resume'], 2, [/Nothing to resume/, /--all/]],
  ['nothing to update', () => ['connection', 'update', 'vpn'], 2, [/Nothing to update/, /--from-file/]],
  ['a file that is not there', () => ['connection', 'add', 'outline', 'x', '--from-file', '/nowhere/access.txt'], 2, [/no such file/]],
  ['a folder instead of a file', () => ['connection', 'add', 'outline', 'x', '--from-file', scratch.path], 2, [/it is a folder/]],
  ['an empty access file', () => ['connection', 'add', 'outline', 'x', '--from-file', file('empty.txt', '\n')], 2, [/is empty/]],
  [
    'half an access file',
    () => ['connection', 'add', 'outline', 'x', '--from-file', file('half.txt', `apiUrl:${scene.server.url}\n`)],
    2,
    [/it holds no certSha256\.\n {2}Give the installer's access\.txt, or the fields "apiUrl" and "certSha256"\.\n {2}Nothing/],
  ],
  [
    'the content of an access file instead of its path',
    () => ['connection', 'add', 'outline', 'x', '--from-file', scene.server.accessText],
    2,
    [/content was given/, /pipe it in/],
  ],
  [
    'the JSON line instead of its path',
    () => ['connection', 'add', 'outline', 'x', '--from-json', JSON.stringify(scene.server.readyLine)],
    2,
    [/content was given/, /pipe it in/],
  ],
  [
    'the other half',
    () => ['connection', 'add', 'outline', 'x', '--from-file', file('other.txt', `certSha256:${scene.server.certSha256}\n`)],
    2,
    [/apiUrl/],
  ],
  [
    'half a fingerprint',
    () => [
      'connection',
      'add',
      'outline',
      'x',
      '--from-file',
      file('pin.txt', `apiUrl:${scene.server.url}\ncertSha256:${scene.server.certSha256.slice(0, 30)}\n`),
    ],
    2,
    [/certSha256/],
  ],
  [
    'a fingerprint of other letters',
    () => [
      'connection',
      'add',
      'outline',
      'x',
      '--from-json',
      file('zz.json', JSON.stringify({ url: scene.server.url, certSha256: 'zz' })),
    ],
    2,
    [/: certSha256 is not 64 hex digits/],
  ],
  [
    'JSON of another system',
    () => ['connection', 'add', 'outline', 'x', '--from-json', file('ai.json', '{"system":"litellm"}')],
    2,
    [/describes "litellm", not "outline"/],
  ],
  [
    'JSON that is none',
    () => ['connection', 'add', 'outline', 'x', '--from-json', file('broken.json', `{"url":"${'x'.repeat(9)}`)],
    2,
    [/not JSON/],
  ],
  [
    'a variable that is not set',
    () => ['connection', 'add', 'outline', 'x', '--credential-env', 'NOT_SET_ANYWHERE'],
    2,
    [/NOT_SET_ANYWHERE is not set/, /export it/],
  ],
  ['a shell nobody knows', () => ['completion', 'powershell'], 2, [/<shell>: "powershell" is not one of bash, zsh, fish/]],
  ['a cursor that was never given', () => ['list', '--cursor', 'made-up'], 2, [/cursor/]],
];

describe('a mistake on the command line', () => {
  test.each(mistakes)('%s gets one message with what to do next, and changes nothing', async (_what, words, code, says) => {
    const state = JSON.stringify(scene.server.state().history);
    const finished = await scene.run(words());
    expect(finished.stderr.match(/^keyrack: /gm)).toHaveLength(1);
    for (const part of says) expect(finished.stderr).toMatch(part);
    expect(finished.stderr).toContain('Nothing was changed.');
    expect(finished.stderr).not.toContain(scene.server.url.split('/').at(-1));
    expect(finished.stderr).not.toMatch(/^\s+at /m);
    expect(finished).toMatchObject({ code, stdout: '' });
    expect(JSON.stringify(scene.server.state().history)).toBe(state);
  });

  test('a noun without its verb shows the help of the noun', async () => {
    const finished = await scene.run(['connection']);
    expect(finished).toMatchObject({ code: 2, stdout: '' });
    expect(finished.stderr).toContain('add <provider> <name>');
  });
});
