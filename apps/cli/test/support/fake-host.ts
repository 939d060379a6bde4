import { PassThrough } from 'node:stream';
import type { ProviderKind } from '@keyrack/contracts';
import type { Rack } from '@keyrack/runtime';
import type { Host, TextOutput } from '../../src/host.ts';

/** A host without a process: what was written can be read, what is asked is answered from a list. */
export interface FakeHost extends Host {
  readonly written: { stdout: string; stderr: string };
  readonly asked: string[];
  readonly opened: { readonly home?: string; readonly store?: string; readonly mustExist: boolean }[];
  /** How long it slept in all, in milliseconds; its clock went on meanwhile. */
  readonly slept: { ms: number };
}

/** How a fake host behaves. */
export interface FakeHostOptions {
  readonly isTerminal?: boolean;
  readonly hasColors?: boolean;
  readonly columns?: number;
  readonly nowMs?: number;
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What the person answers, in order. */
  readonly answers?: readonly (string | boolean)[];
  readonly signal?: AbortSignal;
  readonly rack?: Partial<Rack>;
  readonly providerKinds?: readonly ProviderKind[];
}

/** Makes a host for unit tests. */
export function fakeHost(options: FakeHostOptions = {}): FakeHost {
  const written = { stdout: '', stderr: '' };
  const asked: string[] = [];
  const opened: { home?: string; store?: string; mustExist: boolean }[] = [];
  const slept = { ms: 0 };
  const answers = [...(options.answers ?? [])];
  const answer = (question: string): string | boolean => {
    asked.push(question);
    const next = answers.shift();
    if (next === undefined) throw new Error(`nobody answers "${question}"`);
    return next;
  };
  const output = (stream: 'stdout' | 'stderr'): TextOutput => ({
    isTerminal: options.isTerminal ?? false,
    hasColors: options.hasColors ?? false,
    columns: options.columns ?? 80,
    stream: new PassThrough(),
    async write(text) {
      written[stream] += text;
    },
  });
  return {
    written,
    asked,
    opened,
    slept,
    environment: options.environment ?? {},
    output: output('stdout'),
    errors: output('stderr'),
    input: { isTerminal: options.isTerminal ?? false, readAll: async () => options.input ?? '' },
    questions: {
      confirm: async (question) => answer(question) === true,
      text: async (question) => String(answer(question)),
      secret: async (question) => String(answer(question)),
    },
    signal: options.signal ?? new AbortController().signal,
    nowMs: () => (options.nowMs ?? Date.UTC(2026, 0, 31)) + slept.ms,
    async sleep(durationMs) {
      slept.ms += durationMs;
    },
    providerKinds: async () => options.providerKinds ?? [],
    verifyAuditFile: async () => {
      throw new Error('not for these tests');
    },
    verifyBackup: async () => Promise.reject(new Error('no backup')),
    previewRestore: async () => Promise.reject(new Error('no backup')),
    restoreRack: async () => Promise.reject(new Error('no backup')),
    moveRack: async () => Promise.reject(new Error('nothing to move')),
    async openRack(request) {
      opened.push(request);
      return { close: async () => {}, ...options.rack } as Rack; // a test gives the members that its command uses
    },
  };
}
