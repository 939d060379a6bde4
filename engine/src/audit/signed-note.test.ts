import { createPrivateKey, createPublicKey } from 'node:crypto';
import { InvalidInputError } from '@keyrack/contracts';
import { describe, expect, test } from 'vitest';
import { formatVerifier, noteVerifier, openNote, parseVerifier, signNote } from './signed-note.ts';

/** The example in the documentation of Go's `golang.org/x/mod/sumdb/note`. */
const published = {
  verifier: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature: '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};
const publishedNote = `${published.text}\n${published.signature}`;
const privateKey = createPrivateKey({
  key: Buffer.from(`302e020100300506032b657004220420${'07'.repeat(32)}`, 'hex'),
  format: 'der',
  type: 'pkcs8',
});

describe('a signed note', () => {
  test('is read as others write it, and its verifier too', () => {
    const verifier = parseVerifier(published.verifier);
    expect(formatVerifier(verifier)).toBe(published.verifier);
    expect(openNote(publishedNote, verifier)).toBe(published.text);
  });

  test('gives its text back to whoever has the public key, and nothing to anybody else', () => {
    const note = signNote('a\nb\n', { name: 'keyrack/abc', privateKey });
    const own = parseVerifier(formatVerifier(noteVerifier('keyrack/abc', createPublicKey(privateKey))));
    expect(openNote(note, own)).toBe('a\nb\n');
    expect(openNote(note, parseVerifier(published.verifier))).toBeNull();
    expect(openNote(note, { ...own, name: 'keyrack/other' })).toBeNull();
  });

  test('is refused when a single character of it differs', () => {
    const verifier = parseVerifier(published.verifier);
    for (let index = 0; index < publishedNote.length - 6; index++) {
      const changed = publishedNote.slice(0, index) + (publishedNote[index] === 'x' ? 'y' : 'x') + publishedNote.slice(index + 1);
      expect(openNote(changed, verifier)).toBeNull();
    }
    for (const garbage of ['', '\n\n', 'text\n', `${published.text}${published.signature}`, publishedNote.slice(0, -1)]) {
      expect(openNote(garbage, verifier)).toBeNull();
    }
  });

  test('may bear signatures of others too', () => {
    const both = `${publishedNote}${signNote(published.text, { name: 'witness', privateKey }).split('\n\n')[1] ?? ''}`;
    expect(openNote(both, parseVerifier(published.verifier))).toBe(published.text);
    expect(openNote(both, noteVerifier('witness', createPublicKey(privateKey)))).toBe(published.text);
  });

  test.each(['', 'name', 'name+00000000+AQ==', published.verifier.replace('c74f', 'c74e'), published.verifier.replace('Peter', 'peter')])(
    'refuses %j as a verifier',
    (text) => {
      expect(() => parseVerifier(text)).toThrow(InvalidInputError);
    },
  );
});
