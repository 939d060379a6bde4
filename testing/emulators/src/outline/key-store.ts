import type { AccessKey } from './access-key.ts';
import { accessKeyJson } from './access-key.ts';
import type { SeedKeys } from './seed-keys.ts';

/** All access keys in creation order: the seeded ones first, computed when asked for, then those that callers made. */
export class KeyStore {
  readonly #seeds: SeedKeys;
  #seedHostname: string;
  /** Seeded keys that are not as they were: replaced, or `null` when deleted. */
  readonly #changedSeeds = new Map<number, AccessKey | null>();
  readonly #made = new Map<string, AccessKey>();
  readonly #passwords = new Set<string>();
  readonly #keysByPort = new Map<number, number>();
  readonly #limited = new Set<string>();
  readonly #json = new WeakMap<AccessKey, string>();
  #deletedSeeds = 0;
  #version = 0;

  constructor(seeds: SeedKeys, hostname: string) {
    this.#seeds = seeds;
    this.#seedHostname = hostname;
    if (seeds.count > 0) this.#keysByPort.set(seeds.key(0, hostname).port, seeds.count);
  }

  get size(): number {
    return this.#seeds.count - this.#deletedSeeds + this.#made.size;
  }

  /** Grows with every change, for those who remember what they built from the keys. */
  get version(): number {
    return this.#version;
  }

  /** Ids of the keys that have a limit of their own. */
  get limitedIds(): Iterable<string> {
    return this.#limited;
  }

  get(id: string): AccessKey | undefined {
    const made = this.#made.get(id);
    if (made !== undefined) return made;
    const index = this.#seeds.indexOf(id);
    return index === undefined ? undefined : this.#seed(index);
  }

  hasPassword(password: string): boolean {
    if (this.#passwords.has(password)) return true;
    const index = this.#seeds.indexOfPassword(password);
    return index !== undefined && this.#seed(index) !== undefined;
  }

  /** Whether any key uses the port; such a port is never busy. */
  usesPort(port: number): boolean {
    return (this.#keysByPort.get(port) ?? 0) > 0;
  }

  /** Adds a key whose id and password are free. */
  add(key: AccessKey): void {
    this.#made.set(key.id, key);
    this.#passwords.add(key.password);
    this.#countPort(key.port, 1);
    this.#noteLimit(key);
  }

  /** Puts a changed key in the place of the one with its id. */
  replace(key: AccessKey): void {
    if (this.#made.has(key.id)) this.#made.set(key.id, key);
    else this.#changedSeeds.set(Number(key.id), key);
    this.#noteLimit(key);
  }

  delete(id: string): void {
    const key = this.get(id);
    if (key === undefined) return;
    if (!this.#made.delete(id)) {
      this.#changedSeeds.set(Number(id), null);
      this.#deletedSeeds += 1;
    }
    this.#passwords.delete(key.password);
    this.#countPort(key.port, -1);
    this.#limited.delete(id);
    this.#version += 1;
  }

  /** The server started again: every access URL shows the host that is set now. */
  setHostname(hostname: string): void {
    this.#seedHostname = hostname;
    for (const [index, key] of this.#changedSeeds) if (key !== null) this.#changedSeeds.set(index, { ...key, hostname });
    for (const [id, key] of this.#made) this.#made.set(id, { ...key, hostname });
    this.#version += 1;
  }

  /** The keys as they are now; changes made while the caller walks through them do not show. */
  snapshot(): Iterable<AccessKey> {
    const seeds = this.#seeds;
    const hostname = this.#seedHostname;
    const changed = new Map(this.#changedSeeds);
    const made = [...this.#made.values()];
    return {
      *[Symbol.iterator]() {
        for (let index = 0; index < seeds.count; index += 1) {
          const key = changed.get(index);
          if (key === undefined) yield seeds.key(index, hostname);
          else if (key !== null) yield key;
        }
        yield* made;
      },
    };
  }

  /** The key as the API shows it. Keys that callers made remember their text. */
  json(key: AccessKey): string {
    const known = this.#json.get(key);
    if (known !== undefined) return known;
    const text = accessKeyJson(key);
    if (this.#made.get(key.id) === key) this.#json.set(key, text);
    return text;
  }

  #seed(index: number): AccessKey | undefined {
    const changed = this.#changedSeeds.get(index);
    return changed === undefined ? this.#seeds.key(index, this.#seedHostname) : (changed ?? undefined);
  }

  #noteLimit(key: AccessKey): void {
    if (key.dataLimit === undefined) this.#limited.delete(key.id);
    else this.#limited.add(key.id);
    this.#version += 1;
  }

  #countPort(port: number, by: number): void {
    this.#keysByPort.set(port, (this.#keysByPort.get(port) ?? 0) + by);
  }
}
