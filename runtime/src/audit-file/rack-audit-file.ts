import { hostname } from 'node:os';
import type { Store } from '@keyrack/contracts';
import type { AuditSink, SigningContext } from '@keyrack/engine';
import type { Environment } from '../home.ts';
import { chooseAuditFile, noteAuditFile } from './choice.ts';
import { withoutAuditFile } from './no-file.ts';
import { auditFileSink } from './sink.ts';
import { verifyRackFile } from './verify.ts';
import type { VerifiedFile } from './verify.ts';

/** What a rack's audit file depends on. */
export interface RackAuditFileOptions {
  readonly environment: Environment;
  readonly home: string;
  /** As `RackOptions.auditFile` takes it. */
  readonly asked: string | undefined;
  /** Whether machines share the store: then each has a file of its own. */
  readonly isShared: boolean;
  readonly context: SigningContext;
}

/** The audit file of a rack on this machine, or what stands for it where there is none. */
export interface RackAuditFile {
  readonly sink: AuditSink;
  /** See {@link verifyRackFile}. */
  verify(store: Store, publicKey: string | null): Promise<VerifiedFile | null>;
}

/** Finds out which audit file the rack has here. Nothing is opened before something is written. */
export function rackAuditFile({ environment, home, asked, isShared, context }: RackAuditFileOptions): RackAuditFile {
  const choice = chooseAuditFile(environment, home, asked);
  const place = (path: string): string => (isShared ? `${hostname()}:${path}` : path);
  const { cipher, rackId } = context;
  return {
    sink:
      choice.kind === 'file'
        ? auditFileSink({ path: choice.path, place: place(choice.path), context, onWritten: () => noteAuditFile(home, choice.path) })
        : withoutAuditFile(context, { isWanted: choice.kind === 'none', onEnded: () => noteAuditFile(home, null) }),
    verify: (store, publicKey) => verifyRackFile({ choice, place, rackId, store, cipher, publicKey }),
  };
}
