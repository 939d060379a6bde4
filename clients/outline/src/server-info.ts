import { JsonReader } from '@keyrack/http';
import { readDataLimit } from './access-key.ts';
import type { DataLimit } from './access-key.ts';

/** What a server says about itself. Only `serverId` is certain; the rest is null where a server does not send it. */
export interface ServerInfo {
  /** `Outline Server` until it is renamed. */
  readonly name: string | null;
  /** A UUID made at installation; a reinstalled server has another one. */
  readonly serverId: string;
  /** Whether anonymous metrics are shared with the Outline project; both metrics calls work either way. */
  readonly metricsEnabled: boolean | null;
  /** Epoch milliseconds. */
  readonly createdTimestampMs: number | null;
  /** Any text: `1.12.3`, `dev`. */
  readonly version: string | null;
  /** The limit of keys that have none of their own; absent: there is none. */
  readonly accessKeyDataLimit?: DataLimit;
  readonly portForNewAccessKeys: number | null;
  readonly hostnameForAccessKeys: string | null;
}

/** @throws {DecodeError} when the answer does not describe a server. */
export function decodeServerInfo(body: unknown): ServerInfo {
  const reader = JsonReader.of(body);
  const accessKeyDataLimit = readDataLimit(reader, 'accessKeyDataLimit');
  return {
    name: reader.text('name') ?? null,
    serverId: reader.requiredText('serverId'),
    metricsEnabled: reader.boolean('metricsEnabled') ?? null,
    createdTimestampMs: reader.number('createdTimestampMs') ?? null,
    version: reader.text('version') ?? null,
    ...(accessKeyDataLimit === undefined ? {} : { accessKeyDataLimit }),
    portForNewAccessKeys: reader.number('portForNewAccessKeys') ?? null,
    hostnameForAccessKeys: reader.text('hostnameForAccessKeys') ?? null,
  };
}
