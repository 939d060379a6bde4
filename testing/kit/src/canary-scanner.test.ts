import { mkdir, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { canaryForms, CanaryScanner, scratchFolder } from './index.ts';

// Letters that JSON, percent-encoding, HTML and base64 each change.
const canary = 'canary"/+é<4711-Käfig & more';
const scanner = new CanaryScanner([canary, 'another-canary-0815']);

describe('CanaryScanner', () => {
  test.each([
    ['as it is', canary],
    ['in JSON', JSON.stringify({ deep: [canary] })],
    ['in JSON within JSON', JSON.stringify(JSON.stringify('another-canary-0815'))],
    ['in a URL', `https://host/${encodeURIComponent(canary)}`],
    ['in a URL in lower case', 'https://host/canary%22%2f%2b%c3%a9%3c4711-K%c3%a4fig%20%26%20more'],
    ['in a form', new URLSearchParams({ password: canary }).toString()],
    ['in hex', Buffer.from(canary).toString('hex')],
    ['in a basic authorization header', `Basic ${Buffer.from(`user:${canary}`).toString('base64')}`],
    ['in base64 at the second offset', Buffer.from(`12${canary}34`).toString('base64')],
    ['in base64url at the first offset', Buffer.from(`1${canary}`).toString('base64url')],
    ['in HTML', '<p>canary&quot;/+é&lt;4711-Käfig &amp; more</p>'],
    ['in UTF-16', Buffer.from(canary, 'utf16le')],
  ])('finds a canary %s', (_, content) => {
    expect(scanner.scan('there', content)).toContainEqual(expect.objectContaining({ where: 'there' }));
  });

  test('finds nothing where there is nothing', () => {
    expect(scanner.scan('there', 'nothing to see, not even the canary')).toEqual([]);
  });

  test('refuses canaries that prove nothing', () => {
    expect(() => new CanaryScanner([])).toThrow(RangeError);
    expect(() => canaryForms('short')).toThrow(RangeError);
  });

  test('finds every form again that it looks for', () => {
    for (const form of canaryForms(canary)) expect(scanner.scan('there', form.bytes).map((hit) => hit.form)).toContain(form.name);
  });

  test('finds canaries in files, their names and sub-folders, and says how much it read', async () => {
    await using folder = await scratchFolder();
    await mkdir(folder.join('deep'));
    await writeFile(folder.join('deep', 'log.txt'), `line\n${canary}\n`);
    await writeFile(folder.join('another-canary-0815.txt'), 'harmless');
    const report = await scanner.scanFolder(folder.path);
    expect(report.hits.map((hit) => hit.where).sort()).toEqual(['deep/log.txt', 'name of another-canary-0815.txt']);
    expect(report.files).toBe(2);
    expect(report.bytes).toBeGreaterThan(20);
  });

  test('finds a canary in a database: in a row, in its write-ahead log, and in pages that were given back', async () => {
    await using folder = await scratchFolder();
    const database = new DatabaseSync(folder.join('store.db'));
    database.exec('pragma journal_mode = wal; pragma secure_delete = off; create table note (number integer, text text)');
    const insert = database.prepare('insert into note values (?, ?)');
    insert.run(9_007_199_254_740_993n, canary);
    const logged = await scanner.scanFolder(folder.path);
    expect(logged.hits.map((hit) => hit.where)).toEqual(expect.arrayContaining(['store.db-wal', 'store.db, table note']));
    database.exec('delete from note; pragma wal_checkpoint(truncate)');
    const deleted = await scanner.scanFolder(folder.path);
    expect(deleted.hits.map((hit) => hit.where)).toContain('store.db');
    database.close();
  });

  test('finds a canary that a page boundary tears in two', async () => {
    await using folder = await scratchFolder();
    const database = new DatabaseSync(folder.join('store.db'));
    database.exec('create table note (text text)');
    const insert = database.prepare('insert into note values (?)');
    const torn: boolean[] = [];
    // The whole length decides where the pages end, so only the place of the canary moves: across one of those ends.
    for (let before = 6900; before < 7100; before += 8) {
      database.exec('delete from note; vacuum');
      insert.run('x'.repeat(before) + canary + 'y'.repeat(11_000 - before));
      const { hits } = await scanner.scanFile(folder.join('store.db'), 'store.db');
      const inBytes = hits.filter((hit) => hit.where === 'store.db').map((hit) => hit.form);
      expect(hits.map((hit) => hit.where)).toContain('store.db, table note');
      expect(inBytes).not.toEqual([]);
      torn.push(inBytes.includes('half of plain'));
    }
    expect(torn).toContain(true);
    database.close();
  });
});
