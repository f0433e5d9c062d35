import { type ImportResult, type TemplateMigration } from '@overstap/processes';
import { type Actor, type Instant, type Refusal } from '@overstap/kernel';

export interface ImportCall {
  readonly tenant: string;
  readonly programme: string;
  readonly cohort?: string;
  readonly bytes: Uint8Array;
  readonly mapping?: Readonly<Record<string, string>>;
  readonly dryRun: boolean;
  readonly actor: Actor;
}

/** How far the invitations of a wave are. */
export interface WaveAnswer {
  readonly wave: number;
  readonly people: number;
  readonly invited: number;
  /** They declined or were closed before their turn came. */
  readonly passedOver: number;
  /** False: it was never let go. */
  readonly released: boolean;
  /** Everybody of it is invited or passed over. */
  readonly complete: boolean;
  /** Why it stands still for the moment. */
  readonly stuck?: string;
  /** Of a release: how many had their invitation before it was asked for. */
  readonly invitedBefore?: number;
  /** Of a release that changed nothing: since which day the wave was let go. */
  readonly releasedBefore?: string;
}

export interface Rewrapped {
  readonly rewrapped: number;
  /** Names the master key that everything is under now. */
  readonly masterKey: string;
}

/** What the routes of operation call: the standing processes of the program, wherever they run. */
export interface Operations {
  importCohort(call: ImportCall): Promise<ImportResult | Refusal>;
  importProgress(tenant: string, programme: string): { readonly done: number; readonly of: number };
  undoImport(
    tenant: string,
    programme: string,
    batchId: string,
    reason: string,
    actor: Actor,
  ): Promise<{ readonly undone: number } | Refusal>;
  releaseWave(
    tenant: string,
    programme: string,
    wave: number,
    inviteOn: string | undefined,
    actor: Actor,
  ): Promise<WaveAnswer | Refusal>;
  /** Undefined when nobody of the programme is in the wave. */
  waveProgress(tenant: string, programme: string, wave: number): Promise<WaveAnswer | undefined>;
  /** Running trajectories to another version of their template. */
  readonly migrations: Pick<TemplateMigration, 'propose' | 'dryRun' | 'apply' | 'report'>;
  /** Refused while a legal hold forbids it. */
  erase(tenant: string, participant: string): Promise<Refusal | undefined>;
  /** Undefined when the program does not run on a virtual clock. */
  readonly advanceClock?: (to: Instant) => Promise<Refusal | undefined>;
  doctor(): Promise<object>;
  /** `roots`: lines of an earlier answer of `roots`. */
  verify(roots: readonly string[]): Promise<object | Refusal>;
  /** Where every sealed log stands, a line for each. */
  roots(): Promise<{ readonly roots: readonly string[] }>;
  backup(directory: string): Promise<object | Refusal>;
  rebuild(names: readonly string[] | undefined): Promise<void>;
  /** Makes given-up calls of a webhook wait again; answers how many. */
  replayWebhook(tenant: string, webhook: string, delivery: string | undefined): Promise<number>;
  /** Wraps every person's keys, and the secrets of webhooks, under the master key there is now. */
  rewrapKeys(): Promise<Rewrapped>;
  /** Puts a new master key in the place of the one in its file, and wraps everything anew; carries on a rotation that was broken off. */
  rotateKeys(): Promise<Rewrapped | Refusal>;
  /** Mails somebody a link to their account; undefined when no mail is set. Which link it is, only the mail says. */
  readonly mailToAccount?: (
    tenant: string,
    account: string,
    message: 'ACCOUNT_INVITATION' | 'NEW_PASSWORD',
  ) => Promise<void>;
  parked(): Promise<readonly object[]>;
  settleParked(choice: {
    readonly choice: 'retry' | 'skip';
    readonly projection: string;
    readonly tenant: string;
    readonly partition: string;
  }): Promise<object>;
}

export const OPERATIONS = Symbol('operations');
