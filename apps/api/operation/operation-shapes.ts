import { type AccessLogOfTenant } from '@overstap/access-log';
import { COHORT_FIELDS, type CohortColumn, type RowProblem } from '@overstap/cohort-files';
import {
  type BackupReport,
  type BrokenSeal,
  type Diagnosis,
  type LogReport,
  type Manifest,
  type Problem,
  type RevisionGap,
  type SealFault,
  type TenantReport,
} from '@overstap/operation';
import { type CheckResult, type HealthReport } from '@overstap/platform';
import { type ImportResult } from '@overstap/processes';
import { type ParkedOutcome, type ParkedPartition } from '@overstap/projections';
import {
  always,
  byName,
  date,
  decimal,
  flag,
  instant,
  list,
  named,
  object,
  objectOf,
  oneOf,
  orNull,
  type Shape,
  text,
  uuid,
  whole,
} from '../http/shapes.js';
import { type Rewrapped, type WaveAnswer } from './operations.js';

const UP = oneOf(['up', 'down']);
export const HEALTH = named(
  'Health',
  objectOf<HealthReport>({
    status: UP,
    checks: byName(objectOf<CheckResult>({ status: UP, ms: decimal }, { detail: text })),
  }),
);

export const CLOCK_STANDS = objectOf<Diagnosis['clock']>({ now: instant, virtual: flag });
const STATE = oneOf(['live', 'building', 'reactor']);

export const DIAGNOSIS = named(
  'Diagnosis',
  objectOf<Diagnosis>({
    ok: flag,
    problems: list(objectOf<Problem>({ what: text, doThis: text })),
    version: orNull(
      objectOf<NonNullable<Diagnosis['version']>>({ overstap: text, node: text, postgresql: text, schema: text }),
    ),
    running: objectOf<Diagnosis['running']>({
      pid: whole,
      upSeconds: whole,
      database: oneOf(['embedded', 'server']),
      eventStore: text,
      queue: text,
      production: flag,
    }),
    clock: CLOCK_STANDS,
    dataDirectory: text,
    disk: orNull(objectOf<NonNullable<Diagnosis['disk']>>({ freeBytes: whole, totalBytes: whole })),
    health: orNull(HEALTH),
    readModels: orNull(
      list(
        object(
          { name: text, version: whole, state: STATE, behind: whole, more: flag, leased: flag, parked: whole },
          { since: instant },
        ),
      ),
    ),
    parked: orNull(
      list(
        objectOf<NonNullable<Diagnosis['parked']>[number]>({
          name: text,
          partition: text,
          type: text,
          error: orNull(text),
          events: whole,
        }),
      ),
    ),
    seals: orNull(objectOf<NonNullable<Diagnosis['seals']>>({ unsealed: whole, more: flag, since: orNull(instant) })),
    sweepAgeSeconds: orNull(decimal),
    unattended: orNull(list(text)),
  }),
);

const FAULT = oneOf(['hash-differs', 'events-differ', 'chain-broken', 'seal-missing', 'root-differs']);
const BROKEN = objectOf<{ readonly fault: SealFault; readonly seal: number }>({ fault: FAULT, seal: whole });

export const VERIFIED = named(
  'Verified',
  object({
    ok: flag,
    head: text,
    tenants: list(
      objectOf<TenantReport>(
        { tenant: text, events: whole, seals: whole, unsealed: whole },
        {
          broken: objectOf<BrokenSeal>({ fault: FAULT, seal: whole, from: text, to: text }),
          gap: objectOf<RevisionGap>({ stream: text, expected: whole, found: whole }),
        },
      ),
    ),
    readModels: list(
      objectOf<LogReport['readModels'][number]>({
        name: text,
        state: STATE as Shape<string>,
        position: text,
        behind: whole,
        more: flag,
        parked: whole,
        ahead: flag,
      }),
    ),
    accessLog: object({
      ok: flag,
      tenants: list(objectOf<AccessLogOfTenant>({ tenant: text, entries: whole, seals: whole }, { broken: BROKEN })),
    }),
    roleLog: object({ ok: flag, tenants: list(object({ tenant: text, changes: whole }, { broken: BROKEN })) }),
  }),
);

export const BACKUP = named(
  'Backup',
  objectOf<BackupReport>({
    directory: text,
    events: whole,
    manifest: objectOf<Manifest>({
      format: always(1),
      takenAt: instant,
      program: text,
      postgresql: text,
      migrations: list(text),
      head: text,
      clock: orNull(objectOf<NonNullable<Manifest['clock']>>({ startedAt: orNull(instant), livedUntil: instant })),
      masterKey: objectOf<Manifest['masterKey']>({ ids: list(text), included: flag, note: text }),
      tables: list(
        objectOf<Manifest['tables'][number]>({
          name: text,
          columns: list(text),
          rows: whole,
          sha256: text,
          bytes: whole,
        }),
      ),
    }),
    notes: list(text),
  }),
);

export const PARKED = object({
  parked: list(
    objectOf<Omit<ParkedPartition, 'since'> & { readonly since: string }>({
      name: text,
      version: whole,
      build: whole,
      state: STATE,
      tenant: text,
      partition: text,
      event: uuid,
      stream: text,
      revision: whole,
      type: text,
      error: orNull(text),
      events: whole,
      since: instant,
    }),
  ),
});
export const SETTLED = objectOf<ParkedOutcome>({ handled: whole, stillParked: whole });
export const REWRAPPED = objectOf<Rewrapped>({ rewrapped: whole, masterKey: text });

export const IMPORTED = named(
  'Import',
  objectOf<ImportResult>(
    {
      dryRun: flag,
      accepted: whole,
      rejected: whole,
      duplicates: whole,
      corrected: whole,
      encoding: oneOf<string>(['utf-8', 'utf-8-bom', 'utf-16le', 'windows-1252', 'xlsx']),
      delimiter: orNull(oneOf<string>([',', ';', '\t', '|'])),
      columns: list(objectOf<CohortColumn>({ header: text, field: orNull(oneOf(COHORT_FIELDS)) }, { note: text })),
      rows: list(objectOf<RowProblem>({ line: whole, column: text, rule: text, message: text })),
    },
    { batchId: uuid },
  ),
);
export const PROGRESS = object({ done: whole, of: whole });

export const WAVE = named(
  'Wave',
  objectOf<WaveAnswer>(
    { wave: whole, people: whole, invited: whole, passedOver: whole, released: flag, complete: flag },
    { stuck: text, invitedBefore: whole, releasedBefore: date },
  ),
);
