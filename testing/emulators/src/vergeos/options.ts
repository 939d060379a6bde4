import type { CertificateKind, ServerCertificate } from '../kit/certificate.ts';
import type { EmulatorOptions } from '../kit/emulator.ts';
import { randomPassword, randomSalt, randomSecret } from './random.ts';
import type { SecretPlace } from './tables/user-api-keys.ts';
import { secretPlaces } from './tables/user-api-keys.ts';

/** How an emulated VergeOS starts. Without options it is a fresh installation with one user, who has one API key. */
export interface VergeOSEmulatorOptions extends EmulatorOptions {
  /** The first user's password. @default 16 random letters and digits */
  readonly credential?: string;
  /** How many more API keys the first user has at the start. @default 0 */
  readonly seedKeys?: number;
  /** The instant the clock starts from, in epoch milliseconds. @default the machine's time */
  readonly startAtMs?: number;
  /** The first user's name. @default 'admin' */
  readonly username?: string;
  /** What the system says its version is. @default '26.1.8' */
  readonly version?: string;
  /** @default 'emulator' */
  readonly cloudName?: string;
  /** How many requests an API key may make in an hour; the real system documents 1,000. @default no limit */
  readonly requestsPerHour?: number;
  /** Where the receipt of a new key holds its secret. @default 'response.private_key' */
  readonly secretPlace?: SecretPlace;
  /** The key of the self-signed certificate. @default 'ec' */
  readonly certificateKind?: CertificateKind;
  /** A certificate to use instead of a new one. */
  readonly certificate?: ServerCertificate;
}

/** The options with every default filled in. What is random stays over a reset. */
export interface VergeOSSettings {
  readonly username: string;
  readonly password: string;
  readonly apiKey: string;
  readonly seedKeys: number;
  readonly seedSalt: number;
  readonly version: string;
  readonly cloudName: string;
  readonly requestsPerHour: number;
  readonly secretPlace: SecretPlace;
}

/** Fills in defaults. @throws {TypeError} for options that make no sense */
export function vergeosSettings(options: VergeOSEmulatorOptions): VergeOSSettings {
  const seedKeys = options.seedKeys ?? 0;
  const username = options.username ?? 'admin';
  const requestsPerHour = options.requestsPerHour ?? Infinity;
  const secretPlace = options.secretPlace ?? 'response.private_key';
  demand(options.credential !== '', 'credential: the password of the first user is never empty');
  demand(Number.isSafeInteger(seedKeys) && seedKeys >= 0, 'seedKeys must be a whole number, 0 or more');
  demand(/^[^/:A-Z\s]{1,128}$/.test(username), 'username must be 1 to 128 characters without capitals, blanks, "/" and ":"');
  demand(requestsPerHour >= 1, 'requestsPerHour must be at least 1');
  demand(secretPlaces.includes(secretPlace), `secretPlace must be one of ${secretPlaces.join(', ')}`);
  return {
    username,
    password: options.credential ?? randomPassword(),
    apiKey: randomSecret(),
    seedKeys,
    seedSalt: randomSalt(),
    version: options.version ?? '26.1.8',
    cloudName: options.cloudName ?? 'emulator',
    requestsPerHour,
    secretPlace,
  };
}

function demand(holds: boolean, message: string): void {
  if (!holds) throw new TypeError(message);
}
