import { accessSync, constants, existsSync, statSync } from 'node:fs';
import type { Clock, Store } from '@keyrack/contracts';
import { LifecycleError } from '@keyrack/contracts';
import type { Engine } from '@keyrack/engine';
import { homePaths } from './home.ts';
import type { LoadedMasterKey } from './master-key.ts';
import type { Diagnosis, Rack } from './rack.ts';

/** What is looked at. */
export interface Patient {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly home: string;
  readonly verifyAuditFile: Rack['verifyAuditFile'];
  readonly masterKeySource: LoadedMasterKey['source'];
}

type Finding = Pick<Diagnosis, 'state' | 'finding'> & Partial<Pick<Diagnosis, 'advice' | 'details'>>;

/** Looks at everything a rack stands on. What it finds broken is a finding, never an exception. */
export async function diagnose(patient: Patient): Promise<readonly Diagnosis[]> {
  const connections = await patient.engine.connections.list();
  return Promise.all([
    examine('data folder', () => folder(patient)),
    examine('master key', () => masterKey(patient)),
    examine('store', () => store(patient)),
    examine('audit trail', () => auditTrail(patient)),
    examine('audit file', () => auditFile(patient)),
    examine('operations', () => operations(patient)),
    examine('worker', () => worker(patient)),
    ...connections.map(({ name }) => examine(`connection ${name}`, () => connection(patient, name))),
  ]);
}

async function examine(subject: string, look: () => Finding | Promise<Finding>): Promise<Diagnosis> {
  try {
    return { subject, advice: null, details: {}, ...(await look()) };
  } catch (error) {
    const advice = LifecycleError.isInstance(error) ? error.advice : null;
    return { subject, state: 'error', finding: error instanceof Error ? error.message : String(error), advice, details: {} };
  }
}

function folder({ home }: Patient): Finding {
  accessSync(home, constants.R_OK | constants.W_OK);
  return privateMode(home, `${home} can be written to`);
}

function masterKey({ home, masterKeySource }: Patient): Finding {
  if (masterKeySource !== 'file') return { state: 'ok', finding: `opens the store; taken from ${masterKeySource}` };
  const path = homePaths.masterKey(home);
  const finding = privateMode(path, `opens the store; kept in ${path}`);
  if (finding.state !== 'ok') return finding;
  return { ...finding, advice: 'Keep a copy elsewhere: without it no secret in the store can be read.' };
}

/** Others on the machine must not get in. Windows has no such modes. */
function privateMode(path: string, finding: string): Finding {
  const mode = existsSync(path) ? statSync(path).mode & 0o777 : 0;
  if (process.platform === 'win32' || (mode & 0o077) === 0) return { state: 'ok', finding };
  return { state: 'warning', finding: `${path} is open to others (mode ${mode.toString(8)})`, advice: `Close it: chmod go-rwx ${path}` };
}

async function store({ store: opened }: Patient): Promise<Finding> {
  const { kind, schemaVersion, place, problems, details } = await opened.inspect();
  const finding = `${kind} at ${place}, schema ${schemaVersion}`;
  if (problems.length === 0) return { state: 'ok', finding, details };
  return {
    state: problems.some(({ state }) => state === 'error') ? 'error' : 'warning',
    finding: [finding, ...problems.map((problem) => problem.finding)].join('; '),
    advice: problems.map(({ advice }) => advice).join(' '),
    details,
  };
}

async function auditTrail({ engine }: Patient): Promise<Finding> {
  const { events } = await engine.audit.verify();
  return { state: 'ok', finding: `${events} events, the chain holds` };
}

async function auditFile({ verifyAuditFile }: Patient): Promise<Finding> {
  const file = await verifyAuditFile();
  if (file === null) return { state: 'ok', finding: 'none; KEYRACK_AUDIT_FILE or --audit-file begins one' };
  const tail = file.hasUncommittedTail ? '; one transaction at its end was not committed, the next one withdraws it' : '';
  return { state: 'ok', finding: `${file.path}, ${file.events} events, the chain holds${tail}` };
}

async function operations({ engine }: Patient): Promise<Finding> {
  const { items } = await engine.operations.list({ states: ['running', 'waiting', 'stuck'] }, { limit: 1000 });
  const stuck = items.filter(({ state }) => state === 'stuck').length;
  if (stuck > 0)
    return { state: 'error', finding: `${stuck} stuck`, advice: 'keyrack operations list --state stuck shows them; resume or abort each.' };
  if (items.length > 0)
    return { state: 'warning', finding: `${items.length} unfinished`, advice: 'keyrack operations resume --all takes up what is due.' };
  return { state: 'ok', finding: 'none is unfinished' };
}

/** A worker beats twice a minute. One that was ended on purpose looks like one that died. */
async function worker({ engine, clock }: Patient): Promise<Finding> {
  const heartbeat = await engine.schedule.lastHeartbeat();
  if (heartbeat === null) return { state: 'ok', finding: 'none has run here; what is due waits for keyrack operations resume --all' };
  const silentMs = clock.nowMs() - heartbeat.atMs;
  const at = new Date(heartbeat.atMs).toISOString();
  if (silentMs <= 120_000) return { state: 'ok', finding: `works, last seen at ${at}` };
  return { state: 'warning', finding: `silent since ${at}`, advice: 'Start one: keyrack work' };
}

async function connection({ engine }: Patient, name: string): Promise<Finding> {
  const { report, identityProblem, connection: checked } = await engine.connections.check(name);
  const system = [checked.provider, report.systemVersion].filter((part) => part !== null).join(' ');
  if (identityProblem === null) return { state: 'ok', finding: `${system} answers and is the one that was added` };
  return {
    state: 'error',
    finding: `${system} answers, but is not the system that was added`,
    advice: identityProblem.advice,
  };
}
