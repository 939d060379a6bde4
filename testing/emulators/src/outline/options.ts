import type { CertificateKind, ServerCertificate } from '../kit/certificate.ts';
import type { EmulatorOptions } from '../kit/emulator.ts';
import { randomPrefix } from './random.ts';

/** How an emulated Outline server starts. Without options it is a fresh installation on a free port. */
export interface OutlineEmulatorOptions extends EmulatorOptions {
  /** The secret path prefix. @default 16 random bytes in URL-safe base64, as the installer makes it */
  readonly credential?: string;
  /** How many keys exist at the start, with the ids "0" and up. @default 0 */
  readonly seedKeys?: number;
  /** The instant the clock starts from, in epoch milliseconds. @default the machine's time */
  readonly startAtMs?: number;
  /**
   * `1.12.3` is the newest release; `newer` a build after it, which answers 500 where the release answers empty metrics.
   * @default 'newer'
   */
  readonly release?: OutlineRelease;
  /** What GET /server gives as `version`. @default '1.12.3' with that release, else '1.12.3-local' */
  readonly version?: string;
  /** @default '127.0.0.1' */
  readonly hostname?: string;
  /** The port of new keys, 1 to 65535. @default a random one */
  readonly portForNewAccessKeys?: number;
  /** Ports on which something else listens, besides the API's own and 9090 to 9092. @default none */
  readonly busyPorts?: readonly number[];
  /** The key of the self-signed certificate; the real installer makes RSA 4096. @default 'ec' */
  readonly certificateKind?: CertificateKind;
  /** A certificate to use instead of a new one. */
  readonly certificate?: ServerCertificate;
}

/** Which build of the server is emulated. */
export type OutlineRelease = '1.12.3' | 'newer';

/** The options with every default filled in. */
export interface OutlineSettings {
  readonly prefix: string;
  readonly seedKeys: number;
  readonly release: OutlineRelease;
  readonly version: string;
  readonly hostname: string;
  readonly portForNewAccessKeys: number | undefined;
  readonly busyPorts: ReadonlySet<number>;
}

/** Fills in defaults. @throws {TypeError} for options that make no sense */
export function outlineSettings(options: OutlineEmulatorOptions): OutlineSettings {
  const release = options.release ?? 'newer';
  const prefix = options.credential ?? randomPrefix();
  const seedKeys = options.seedKeys ?? 0;
  const { portForNewAccessKeys: port } = options;
  demand(
    /^[A-Za-z0-9._~-]+$/.test(prefix) && prefix !== '_emulator',
    'credential: the prefix is one path segment of letters, digits, "-", ".", "_" and "~"',
  );
  demand(Number.isSafeInteger(seedKeys) && seedKeys >= 0, 'seedKeys must be a whole number, 0 or more');
  demand(port === undefined || (Number.isInteger(port) && port >= 1 && port <= 65_535), 'portForNewAccessKeys must be a port');
  demand(release === 'newer' || release === '1.12.3', 'release must be "1.12.3" or "newer"; what older servers answer is not known');
  return {
    prefix,
    seedKeys,
    release,
    version: options.version ?? (release === '1.12.3' ? '1.12.3' : '1.12.3-local'),
    hostname: options.hostname ?? '127.0.0.1',
    portForNewAccessKeys: port,
    busyPorts: new Set([9090, 9091, 9092, ...(options.busyPorts ?? [])]),
  };
}

function demand(holds: boolean, message: string): void {
  if (!holds) throw new TypeError(message);
}
