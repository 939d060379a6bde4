import type { Writable } from 'node:stream';
import type { ProviderKind } from '@keyrack/contracts';
import type {
  MovedRack,
  MoveRackOptions,
  Rack,
  VerifiedFile,
  VerifyFileOptions,
  RestoredRack,
  RestoreOptions,
  RestorePreview,
  verifyBackup as VerifyBackup,
} from '@keyrack/runtime';

/** Where text goes: standard output or standard error. */
export interface TextOutput {
  readonly isTerminal: boolean;
  readonly hasColors: boolean;
  /** How wide lines may be, in columns; 80 where nobody knows. */
  readonly columns: number;
  /** For libraries that draw on their own, such as progress bars. */
  readonly stream: Writable;
  /**
   * Resolves when the text was handed over.
   * @throws {BrokenPipeError} when nobody reads any more
   * @throws {OutputError} when it cannot be written for another reason; standard error never throws, since nobody could be told
   */
  write(text: string): Promise<void>;
}

/** Standard input. */
export interface TextInput {
  readonly isTerminal: boolean;
  /** Reads all there is, to the end. @throws {UsageError} when it is not text or too long. */
  readAll(): Promise<string>;
}

/** Questions to the person at the terminal. Asked on standard error; Ctrl-C throws the interruption. */
interface Questions {
  confirm(question: string): Promise<boolean>;
  text(question: string): Promise<string>;
  /** What is typed or pasted is not shown. */
  secret(question: string): Promise<string>;
}

/** How a command wants its rack. */
interface RackRequest {
  /** The data folder; absent: `KEYRACK_HOME`, else the platform's place. */
  readonly home?: string;
  /** The store; absent: `KEYRACK_STORE`, else the one of the data folder. */
  readonly store?: string;
  /** The audit file, or `none`; absent: `KEYRACK_AUDIT_FILE`, else the one of the data folder. */
  readonly auditFile?: string;
  /** A folder that is not there is an error; else it is made. */
  readonly mustExist: boolean;
}

/** Everything of the outside world that commands touch, so that tests can stand in for it. */
export interface Host {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly output: TextOutput;
  readonly errors: TextOutput;
  readonly input: TextInput;
  readonly questions: Questions;
  /** Aborted by the first Ctrl-C, with the interruption as its reason. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Resolves after this many milliseconds, or at once on Ctrl-C. */
  sleep(durationMs: number): Promise<void>;
  /** The kinds of system there are to connect to; needs no data folder. */
  providerKinds(): Promise<readonly ProviderKind[]>;
  openRack(request: RackRequest): Promise<Rack>;
  /** Verifies an audit file, or an export, without a rack. */
  verifyAuditFile(path: string, options: VerifyFileOptions): Promise<VerifiedFile>;
  /** Reads a backup to its end. */
  verifyBackup: typeof VerifyBackup;
  previewRestore(request: Omit<RestoreOptions, 'environment'>): Promise<RestorePreview>;
  restoreRack(request: Omit<RestoreOptions, 'environment'>): Promise<RestoredRack>;
  moveRack(request: Omit<MoveRackOptions, 'environment'>): Promise<MovedRack>;
}

/** The output could not be written: its disk is full, its device failed. What the command did before it printed is done. */
export class OutputError extends Error {
  override readonly name: string = 'OutputError';
}

/** The reader of our output went away (`| head`): no failure, and nothing to say. */
export class BrokenPipeError extends OutputError {
  override readonly name = 'BrokenPipeError';

  constructor() {
    super('nobody reads the output any more');
  }
}
