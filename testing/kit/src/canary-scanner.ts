import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { canaryForms } from './canary-forms.ts';
import type { CanaryForm } from './canary-forms.ts';
import { databaseTexts } from './canary-database.ts';

/** A place where a canary was found. */
export interface CanaryHit {
  readonly canary: string;
  /** How it was written there. */
  readonly form: string;
  /** A file, a table, or the name that the caller gave. */
  readonly where: string;
}

/** What a scan looked at, so that "no hits" cannot come from looking at nothing. */
export interface CanaryReport {
  readonly hits: readonly CanaryHit[];
  readonly files: number;
  readonly bytes: number;
}

/**
 * Searches for values that must not be there, in every form in which they may have been written.
 *
 * @example
 * const scanner = new CanaryScanner([secret.reveal()]);
 * const report = await scanner.scanFolder(dataFolder);
 * expect(report.hits).toEqual([]);
 */
export class CanaryScanner {
  readonly #forms: readonly (CanaryForm & { readonly canary: string })[];

  /** @param canaries - the values, each of at least 8 characters. */
  constructor(canaries: readonly string[]) {
    if (canaries.length === 0) throw new RangeError('A scan without canaries finds nothing and proves nothing');
    this.#forms = canaries.flatMap((canary) => canaryForms(canary).map((form) => ({ ...form, canary })));
  }

  /** Searches a text or bytes: an output, a log, an error's stack. */
  scan(where: string, content: string | Uint8Array): readonly CanaryHit[] {
    const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    return this.#forms.filter((form) => bytes.includes(form.bytes)).map(({ canary, name }) => ({ canary, form: name, where }));
  }

  /**
   * Searches everything in a folder: names of files, their bytes, and SQLite databases once more row by row and page by page, because
   * long values are torn apart across pages. Write-ahead logs and journals are searched like every other file.
   */
  async scanFolder(folder: string): Promise<CanaryReport> {
    const hits: CanaryHit[] = [];
    let bytes = 0;
    let files = 0;
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      hits.push(...this.scan(`name of ${relative(folder, path)}`, entry.name));
      if (!entry.isFile()) continue;
      const report = await this.scanFile(path, relative(folder, path));
      hits.push(...report.hits);
      bytes += report.bytes;
      files += report.files;
    }
    return { hits, files, bytes };
  }

  /** Searches one file like {@link CanaryScanner.scanFolder} does. @param where - its name in the hits. @default the path */
  async scanFile(path: string, where = path): Promise<CanaryReport> {
    if ((await stat(path)).size === 0) return { hits: [], files: 1, bytes: 0 };
    const content = await readFile(path);
    const hits = [...this.scan(where, content)];
    if (content.subarray(0, 16).toString('latin1') === 'SQLite format 3\0') {
      hits.push(...this.#scanHalves(where, content));
      for (const { table, value } of databaseTexts(path)) hits.push(...this.scan(`${where}, table ${table}`, value));
    } else if (/-(wal|journal)$/.test(path)) {
      hits.push(...this.#scanHalves(where, content));
    }
    return { hits: distinct(hits), files: 1, bytes: content.length };
  }

  /** A value that a page boundary tears in two still has one of its halves in one piece. */
  #scanHalves(where: string, content: Buffer): readonly CanaryHit[] {
    return this.#forms.flatMap(({ canary, name, bytes }) => {
      const middle = Math.floor(bytes.length / 2);
      if (middle < 8 || content.includes(bytes)) return [];
      const torn = content.includes(bytes.subarray(0, middle)) || content.includes(bytes.subarray(middle));
      return torn ? [{ canary, form: `half of ${name}`, where }] : [];
    });
  }
}

function distinct(hits: readonly CanaryHit[]): readonly CanaryHit[] {
  return [...new Map(hits.map((hit) => [JSON.stringify(hit), hit])).values()];
}
