import type { EmulatorClock } from '../kit/clock.ts';
import type { AccessKey, DataLimit } from './access-key.ts';
import { ciphers, defaultCipher } from './access-key.ts';
import { conflict, invalidArgument, keyNotFound } from './api-error.ts';
import { History } from './history.ts';
import { KeyList } from './key-list.ts';
import { KeyStore } from './key-store.ts';
import { LimitEnforcement } from './limit-enforcement.ts';
import type { OutlineSettings } from './options.ts';
import { Prometheus } from './prometheus.ts';
import { randomPassword, randomPort, randomServerId } from './random.ts';
import { SeedKeys } from './seed-keys.ts';
import { checkPortRange } from './values.ts';

/** What a creation asks for; types are checked, values are not. */
export interface NewKey {
  /** Chosen by the caller (PUT); without it the server counts on (POST). */
  readonly id: string | undefined;
  readonly name: string;
  readonly method: string;
  readonly password: string | undefined;
  readonly port: number | undefined;
  readonly dataLimit: DataLimit | undefined;
}

/** The state of one installation and the rules by which it changes. It knows nothing of HTTP. */
export class OutlineServer {
  readonly keys: KeyStore;
  readonly keyList: KeyList;
  readonly history: History;
  readonly prometheus: Prometheus;
  readonly enforcement: LimitEnforcement;
  readonly serverId = randomServerId();
  readonly createdTimestampMs: number;
  readonly version: string;
  readonly #settings: OutlineSettings;
  readonly #apiPort: () => number;
  name: string | undefined;
  metricsEnabled = false;
  hostname: string;
  defaultLimit: DataLimit | undefined;
  portForNewKeys: number;
  nextId: number;

  constructor(settings: OutlineSettings, clock: EmulatorClock, apiPort: () => number) {
    this.#settings = settings;
    this.#apiPort = apiPort;
    this.version = settings.version;
    this.hostname = settings.hostname;
    this.createdTimestampMs = clock.nowMs();
    this.portForNewKeys = settings.portForNewAccessKeys ?? randomPort(settings.busyPorts);
    this.nextId = settings.seedKeys;
    const salt = Number.parseInt(this.serverId.slice(0, 8), 16);
    const seeds = { count: settings.seedKeys, port: this.portForNewKeys, createdAtMs: this.createdTimestampMs, salt };
    this.keys = new KeyStore(new SeedKeys(seeds), settings.hostname);
    this.keyList = new KeyList(this.keys);
    this.history = new History(() => clock.nowMs());
    this.prometheus = new Prometheus(clock);
    this.enforcement = new LimitEnforcement({ keys: this.keys, prometheus: this.prometheus, clock, defaultLimit: () => this.defaultLimit });
  }

  /** @throws {ApiError} 404 */
  key(id: string): AccessKey {
    const key = this.keys.get(id);
    if (key === undefined) throw keyNotFound(id);
    return key;
  }

  /** Makes a key. A counted id is used up even when a later check refuses the key. @throws {ApiError} */
  createKey(wanted: NewKey): AccessKey {
    const id = wanted.id ?? this.#countedId();
    if (this.keys.get(id) !== undefined) throw conflict(`Access key "${id}" conflict`);
    const password = wanted.password ?? randomPassword();
    if (this.keys.hasPassword(password)) {
      throw conflict(`Access key ${id} has the same password. Please specify a unique password for each access key`);
    }
    const method = wanted.method === '' ? defaultCipher : wanted.method;
    if (!ciphers.includes(method)) throw invalidArgument(`cipher "${method}" is not valid`);
    if (wanted.port !== undefined) this.#checkPort(wanted.port);
    const key: AccessKey = {
      id,
      name: wanted.name,
      password,
      port: wanted.port ?? this.portForNewKeys,
      method,
      ...(wanted.dataLimit === undefined ? {} : { dataLimit: wanted.dataLimit }),
      hostname: this.hostname,
      createdAtMs: this.history.nowMs,
    };
    this.keys.add(key);
    this.history.add('key-created', { id, value: { name: key.name, password, port: key.port, method, dataLimit: key.dataLimit } });
    return key;
  }

  deleteKey(id: string): void {
    this.keys.delete(this.key(id).id);
    this.enforcement.forget(id);
    this.history.add('key-deleted', { id });
  }

  renameKey(id: string, name: string): void {
    this.keys.replace({ ...this.key(id), name });
    this.history.add('key-renamed', { id, value: name });
  }

  /** Sets or, without a limit, removes a key's own limit; it comes into force a moment later. */
  setKeyLimit(id: string, dataLimit: DataLimit | undefined): void {
    const { dataLimit: _old, ...rest } = this.key(id);
    this.keys.replace(dataLimit === undefined ? rest : { ...rest, dataLimit });
    if (dataLimit === undefined) this.history.add('key-limit-removed', { id });
    else this.history.add('key-limit-set', { id, value: dataLimit });
    this.enforcement.lookSoon();
  }

  /** Sets or removes the limit of all keys that have none of their own. */
  setDefaultLimit(limit: DataLimit | undefined): void {
    this.defaultLimit = limit;
    if (limit === undefined) this.history.add('default-limit-removed');
    else this.history.add('default-limit-set', { value: limit });
    this.enforcement.lookSoon();
  }

  rename(name: string): void {
    this.name = name;
    this.history.add('server-renamed', { value: name });
  }

  /** Sets the host of new keys; those that exist show the old one until the server starts again. */
  setHostname(hostname: string): void {
    this.hostname = hostname;
    this.history.add('hostname-set', { value: hostname });
  }

  /** @throws {ApiError} */
  setPortForNewKeys(port: number): void {
    this.#checkPort(port);
    this.portForNewKeys = port;
    this.history.add('port-set', { value: port });
  }

  setMetricsEnabled(enabled: boolean): void {
    this.metricsEnabled = enabled;
    this.history.add('metrics-sharing-set', { value: enabled });
  }

  /** The process was started again: hosts are brought up to date, counters begin anew, limits are looked at. */
  restarted(): void {
    this.keys.setHostname(this.hostname);
    this.prometheus.serverRestarted();
    this.history.add('restarted');
    this.enforcement.restarted();
  }

  #countedId(): string {
    let id: string;
    do {
      id = String(this.nextId);
      this.nextId += 1;
    } while (this.keys.get(id) !== undefined);
    return id;
  }

  #checkPort(port: number): void {
    checkPortRange(port);
    const busy = port === this.#apiPort() || this.#settings.busyPorts.has(port);
    if (busy && !this.keys.usesPort(port)) throw conflict(`Port ${port} is unavailable`);
  }
}
