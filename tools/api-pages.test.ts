import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { apiPages, renderApiPage } from './api-pages.ts';

describe('an API page', () => {
  test.each(apiPages)('is in step with the doc comments: $title', (page) => {
    expect(readFileSync(page.page, 'utf8'), 'run: node --conditions=@keyrack/source tools/api-pages.ts').toBe(renderApiPage(page));
  });

  test.each([
    [
      'outline',
      [
        'server.get()',
        'server.setDefaultDataLimit()',
        'accessKeys.listAll()',
        'accessKeys.createMany()',
        'metrics.server()',
        'serverSummary()',
      ],
    ],
    [
      'authpi',
      ['whoami()', 'apiKeys.createPrepared()', 'issuer(id).get()', 'issuer(id).user(id).tokens.create()', 'webhook(id).redeliver.create()'],
    ],
    [
      'vergeos',
      [
        'apiKeys.list()',
        'apiKeys.listAll()',
        'apiKeys.create()',
        'users.enable()',
        'groups.get()',
        'members.add()',
        'permissions.grant()',
        'sessions.delete()',
        'system.get()',
        'table(name).list()',
      ],
    ],
    [
      'litellm',
      ['keys.generate()', 'keys.listAll()', 'keys.delete()', 'users.create()', 'teams.addMembers()', 'budgets.info()', 'spend.allLogs()'],
    ],
  ])('of %s names the endpoint of every call of a resource', (system, calls) => {
    const page = pageOf(system);
    for (const call of calls) {
      expect(page).toMatch(
        new RegExp(
          `\\| \`${call.replace(/[.()]/g, '\\$&')}\` \\| \`(?:GET|PUT|POST|DELETE) .*\\| \`(?:AsyncGenerator|Promise)<(?!unknown)`,
        ),
      );
    }
    expect(page).not.toMatch(/^### \w+\.$/m);
  });

  test('of vergeos has a row for every call', () => {
    const rows = [...pageOf('vergeos').matchAll(/^\| `(?<call>[^`]+)` \| `(?:GET|PUT|POST|DELETE) /gm)].map(
      ({ groups }) => groups?.['call'],
    );
    expect(rows).toHaveLength(44);
    expect(rows.filter((call) => call?.includes('.') !== true)).toEqual([]);
  });

  test('of litellm has a row for every call, each with its place', () => {
    const rows = [...pageOf('litellm').matchAll(/^\| `(?<call>[^`]+)` \| `(?:GET|PUT|POST|PATCH|DELETE) /gm)].map(
      ({ groups }) => groups?.['call'],
    );
    expect(rows).toHaveLength(106);
    expect(rows.filter((call) => call?.includes('.') !== true)).toEqual([]);
  });

  test('of authpi has a row for each of the 127 operations, and no call without its place', () => {
    const rows = [...pageOf('authpi').matchAll(/^\| `(?<call>[^`]+)` \| `(?<endpoint>[^`]+)` \|/gm)].map(({ groups }) => groups ?? {});
    expect(new Set(rows.map(({ endpoint }) => endpoint)).size).toBe(127);
    expect(rows.filter(({ call }) => call !== 'whoami()' && !call?.includes('.'))).toEqual([]);
  });
});

function pageOf(system: string): string {
  const page = apiPages.find(({ page: file }) => file.endsWith(`docs/${system}/api.md`));
  return page === undefined ? '' : renderApiPage(page);
}
