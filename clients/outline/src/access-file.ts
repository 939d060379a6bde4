import { ConfigurationError, readText } from '@keyrack/http';
import type { Secret } from '@keyrack/secret';
import { readApiUrl } from './api-url.ts';
import { normalizeCertSha256 } from './certificate-pin.ts';

/** How to reach a server, as its installer tells it. */
export interface AccessFile {
  /** The management address; its path is the credential. */
  readonly apiUrl: Secret;
  /** SHA-256 of the server's certificate: 64 upper-case hex digits without colons. */
  readonly certSha256: string;
}

// oxlint-disable-next-line no-control-regex -- the escape character of terminals belongs to what people paste
const ansiSequence = /\u001b\[[0-9;]*[A-Za-z]/g;
const labels = /apiUrl|certSha256/gi;
const labelledValue = /^["']?\s*[:=]\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^"',{}\s]+(?:\s*\n\s*[\w:-]+(?=\s*[,}"']))?))/;

/**
 * Reads the lines of `/opt/outline/access.txt`, or the JSON line that the installer prints. People paste the latter with
 * colours, with braces or quotes missing or added, wrapped by a terminal, or with text around; all of that is accepted.
 *
 * @throws {ConfigurationError} when one of the two values is missing, malformed, or there twice with different content;
 * the message never repeats the text.
 */
export function parseAccessFile(text: string | Secret): AccessFile {
  const pasted = readText('outline', 'an access file', text).replaceAll(ansiSequence, '').replaceAll('\\', '');
  try {
    return readLabelled(pasted);
  } catch (error) {
    // A terminal may have wrapped the text in the middle of a name, so it gets a second chance without any space.
    const compact = pasted.replaceAll(/\s+/g, '');
    if (labelled(compact).length === labelled(pasted).length) throw error;
    return readLabelled(compact);
  }
}

function readLabelled(text: string): AccessFile {
  const found = new Map<string, string[]>();
  const marks = labelled(text);
  for (const [index, mark] of marks.entries()) {
    const value = readValue(text.slice(mark.index + mark[0].length, marks[index + 1]?.index));
    const name = mark[0].toLowerCase();
    if (value !== '') found.set(name, [...(found.get(name) ?? []), value]);
  }
  const apiUrl = single('apiUrl', found.get('apiurl') ?? []);
  const certSha256 = normalizeCertSha256(single('certSha256', (found.get('certsha256') ?? []).map(normalizeOrKeep)));
  if (certSha256 === null) throw wrong('certSha256 is not 64 hex digits');
  return { apiUrl: readApiUrl(apiUrl), certSha256 };
}

function labelled(text: string): readonly RegExpExecArray[] {
  return [...text.matchAll(labels)];
}

/**
 * A quoted value may be wrapped over lines. One without quotes ends with its line, unless the rest of it stands alone on
 * the next line and the list or the object goes on behind.
 */
function readValue(segment: string): string {
  const groups = labelledValue.exec(segment)?.groups;
  const found = groups?.['double'] ?? groups?.['single'] ?? groups?.['bare'] ?? '';
  return found.replaceAll(/\s+/g, '').replace(/[,.;)\]]+$/, '');
}

function normalizeOrKeep(value: string): string {
  return normalizeCertSha256(value) ?? value;
}

function single(name: string, values: readonly string[]): string {
  const [first, ...others] = new Set(values);
  if (first === undefined) throw wrong(`it holds no ${name}`);
  if (others.length > 0) throw wrong(`it holds more than one ${name}`);
  return first;
}

function wrong(reason: string): ConfigurationError {
  return new ConfigurationError(
    'outline',
    `the access file cannot be used: ${reason}`,
    'Give the whole of /opt/outline/access.txt, or the line {"apiUrl":"...","certSha256":"..."} of the installer.',
  );
}
