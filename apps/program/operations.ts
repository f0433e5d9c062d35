import { verifyRoleChanges } from '@overstap/access';
import { verifyAccessLog } from '@overstap/access-log';
import { isRefusedFile, readCohortFile } from '@overstap/cohort-files';
import { localDateOf } from '@overstap/calendar';
import { conflict, invalid, notFound } from '@overstap/kernel';
import {
  createdProgramme,
  HOME_ZONE,
  type ParticipantState,
  type ProgrammeState,
  statusOfProgramme,
  templateForNewcomers,
} from '@overstap/mobility';
import { doctor, type Sealer, verifyLog } from '@overstap/operation';
import { undoImport } from '@overstap/processes';
import { CallOutbox } from '@overstap/reminders';
import { type ImportCall, type Operations } from '../api/operation/operations.js';
import { mailToAccount } from './account-mail.js';
import { keyOperations } from './key-operations.js';
import { forgetPerson } from './forget-person.js';
import { type LogRoot, logRoots, rootFrom, rootText } from './log-roots.js';
import { type Program } from './program.js';
import { unattendedProgrammes } from './unattended-programmes.js';
import { waveOperations } from './wave-operations.js';
import { type Work } from './work.js';

/** The operations of a program that works in this process. */
export function operationsOf(program: Program, work: Work, sealer: Sealer): Operations {
  const { database, aggregates, commands } = program;
  const progress = new Map<string, { done: number; of: number }>();
  const today = () => localDateOf(HOME_ZONE, program.clock.now());

  const programmeOf = async (tenant: string, code: string): Promise<ProgrammeState> =>
    (await aggregates.current(tenant, 'programme', code)).state as ProgrammeState;

  return {
    async importCohort({ tenant, programme: code, cohort, bytes, mapping, dryRun, actor }: ImportCall) {
      const programme = await programmeOf(tenant, code);
      const created = createdProgramme(programme);
      const template = templateForNewcomers(programme);
      if (!created || !template) return notFound('programme-unknown', 'There is no such programme; open it first.');
      if (statusOfProgramme(programme) !== 'OPEN')
        return conflict('programme-not-open', 'The programme is not open; open it before importing anybody.');
      const file = await readCohortFile(bytes, mapping ? { mapping } : {});
      if (isRefusedFile(file)) return invalid('file', file.refused.rule, file.refused.message);
      const key = JSON.stringify([tenant, code]);
      try {
        return await work.imports.run(
          {
            tenant,
            programme: code,
            employer: created.employerId,
            ...template,
            cohort: cohort ? `${code}.${cohort}` : code,
            file,
            today: today(),
            actor,
            dryRun,
          },
          (done, of) => progress.set(key, { done, of }),
        );
      } finally {
        progress.delete(key);
      }
    },
    importProgress: (tenant, code) => progress.get(JSON.stringify([tenant, code])) ?? { done: 0, of: 0 },
    async undoImport(tenant, code, batchId, reason, actor) {
      const { rows } = await database.worker.query<{ cohort: string }>(
        'SELECT DISTINCT cohort FROM enrolment WHERE tenant = $1 AND programme = $2 AND batch = $3',
        [tenant, code, batchId],
      );
      const cohort = rows[0]?.cohort;
      if (!cohort) return notFound('import-unknown', 'There is no such import in this programme, or it was undone.');
      return undoImport({ database, commands, aggregates }, { tenant, batchId, cohort, reason, actor, today: today() });
    },
    ...waveOperations(program, work),
    migrations: work.migrations,
    async erase(tenant, participant) {
      const { state } = await aggregates.current(tenant, 'participant', participant);
      if ((state as ParticipantState).held.size > 0)
        return conflict(
          'retention-held',
          'A legal hold forbids destroying what is recorded of this person. Release it first, once its reason is over.',
        );
      await forgetPerson(program, tenant, participant, 'REQUEST');
      return undefined;
    },
    ...(work.advanceClock ? { advanceClock: work.advanceClock } : {}),
    doctor: () =>
      doctor(program, {
        ...work,
        sweepAge: async () => work.reminders.sweepAgeSeconds,
        unattended: () => unattendedProgrammes(program),
      }),
    verify: async (lines) => {
      const roots = lines.flatMap((line) => rootFrom(line) ?? []);
      if (roots.length < lines.length)
        return invalid('roots', 'root', 'roots must be lines of `overstap roots`, such as access:default:12:9f…');
      const of = (log: LogRoot['log']) => roots.filter((root) => root.log === log);
      await sealer.sealNow();
      const lag = () => work.projections.lag();
      const events = await verifyLog({ database, store: program.store, lag, roots: of('events') });
      const accessLog = await verifyAccessLog(database, of('access'));
      const roleLog = await verifyRoleChanges(database, of('roles'));
      return { ...events, ok: events.ok && accessLog.ok && roleLog.ok, accessLog, roleLog };
    },
    roots: async () => {
      await sealer.sealNow();
      return { roots: (await logRoots(database)).map(rootText) };
    },
    rebuild: (names) => work.projections.rebuild(names),
    ...keyOperations(program),
    replayWebhook: (tenant, webhook, delivery) =>
      new CallOutbox(database.worker).replay(tenant, webhook, program.clock.now(), delivery),
    ...(program.settings.mail
      ? {
          mailToAccount: (tenant, account, message) => mailToAccount(program, work.reminders, tenant, account, message),
        }
      : {}),
    parked: () => work.projections.parked.list(),
    settleParked: ({ choice, projection: name, tenant, partition }) =>
      work.projections.parked[choice]({ name, tenant, partition }),
  };
}
