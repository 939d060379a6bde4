import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { apiPages, renderApiPage } from './api-pages.ts';

describe('an API page', () => {
  test.each(apiPages)('is in step with the doc comments of $title', ({ folder, page, title }) => {
    expect(readFileSync(page, 'utf8'), 'run: node --conditions=@keyrack/source tools/api-pages.ts').toBe(renderApiPage(folder, title));
  });

  test.each(apiPages)('of $title names the endpoint of every call of a resource', ({ folder, title }) => {
    const page = renderApiPage(folder, title);
    for (const call of [
      'server.get()',
      'server.setDefaultDataLimit()',
      'accessKeys.listAll()',
      'accessKeys.createMany()',
      'metrics.server()',
      'serverSummary()',
    ]) {
      expect(page).toMatch(new RegExp(`\\| \`${call.replace(/[.()]/g, '\\$&')}\` \\| \`(?:GET|PUT|POST|DELETE) `));
    }
    expect(page).not.toMatch(/^### \w+\.$/m);
  });
});
