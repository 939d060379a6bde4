import { JsonReader } from '@keyrack/http';
import type { Secret } from '@keyrack/secret';

/** The ciphers that a server takes. */
export const accessKeyMethods = ['chacha20-ietf-poly1305', 'aes-256-gcm', 'aes-192-gcm', 'aes-128-gcm'] as const;

/** One of the ciphers that a server takes. */
export type AccessKeyMethod = (typeof accessKeyMethods)[number];

/** A data limit as it stands on the wire. */
export interface DataLimit {
  /** Bytes within a sliding window of 30 days; 0 blocks the key at once. Beyond 2^53 as the server rounded it. */
  readonly bytes: number;
}

/** An access key as the server shows it. Only `id` is certain; the rest is null where a server does not send it. */
export interface AccessKey {
  readonly id: string;
  /** Empty while the key has no name. */
  readonly name: string;
  /** Null when absent or empty. */
  readonly password: Secret | null;
  readonly port: number | null;
  /** One of {@link AccessKeyMethod} on every known server. */
  readonly method: string | null;
  /** The key's own limit; absent: the server's default limit holds, if there is one. */
  readonly dataLimit?: DataLimit;
  /** What is handed to a person: an `ss://` address that holds the password. */
  readonly accessUrl: Secret | null;
}

/** What a new key shall be. Everything is optional; the server fills in the rest. */
export interface CreateAccessKey {
  /** Any length, any character. @default '' */
  readonly name?: string;
  /** @default 'chacha20-ietf-poly1305' */
  readonly method?: AccessKeyMethod;
  /** At least one character; one that another key already has is a conflict. @default 22 random letters and digits */
  readonly password?: string | Secret;
  /** 1 to 65535; keys may share one. @default the server's port for new access keys */
  readonly port?: number;
  /** Bytes within a sliding window of 30 days, a whole number of 0 or more. @default the server's default limit */
  readonly limit?: DataLimit;
}

/** A new key among many. */
export interface NewAccessKey extends CreateAccessKey {
  /** Makes it under this id, which is safe to repeat. @default the server chooses */
  readonly id?: string;
}

/** A new name for a key. */
export interface KeyRename {
  readonly id: string;
  /** At least one character. */
  readonly name: string;
}

/** @throws {DecodeError} when the answer is not a key. */
export function decodeAccessKey(body: unknown): AccessKey {
  return readAccessKey(JsonReader.of(body));
}

/** @throws {DecodeError} when an item of the list is not a key. */
export function decodeListedKey(item: unknown, index: number): AccessKey {
  return readAccessKey(JsonReader.of(item, `accessKeys[${index}]`));
}

/** @throws {DecodeError} when the answer is not a list of keys. */
export function decodeAccessKeyList(body: unknown): readonly AccessKey[] {
  return JsonReader.of(body).objects('accessKeys', readAccessKey);
}

/** A limit on a key, or on the server itself. */
export function readDataLimit(reader: JsonReader, name: string): DataLimit | undefined {
  const bytes = reader.object(name)?.number('bytes');
  return bytes === undefined ? undefined : { bytes };
}

function readAccessKey(reader: JsonReader): AccessKey {
  const dataLimit = readDataLimit(reader, 'dataLimit');
  const id = reader.requiredText('id');
  const name = reader.text('name') ?? '';
  const password = reader.secret('password') ?? null;
  const port = reader.number('port') ?? null;
  const method = reader.text('method') ?? null;
  const accessUrl = reader.secret('accessUrl') ?? null;
  // Two literals: spreading a part into one makes a list of a thousand keys take a fifth longer.
  return dataLimit === undefined
    ? { id, name, password, port, method, accessUrl }
    : { id, name, password, port, method, dataLimit, accessUrl };
}
