import { addMonthsToDay, dateOf, dayOf, localDateOf } from '@overstap/calendar';
import { type Aggregates, type CommandHandler, commandIdOf } from '@overstap/commands';
import { type Category, type LocalDate, type RecordedEvent } from '@overstap/kernel';
import { DEFAULT_RETENTION, HOME_ZONE, type ProgrammeState, type RetentionPolicyAgreed } from '@overstap/mobility';
import { type Reactor } from '@overstap/projections';

export interface RetentionStartParts {
  readonly aggregates: Pick<Aggregates, 'current'>;
  readonly commands: Pick<CommandHandler, 'handle'>;
}

/** From when on each category is no longer kept: the file, the notes and health in turn, who it was with the last of them. */
export function keptUntil(
  { fileMonths, notesMonths, healthMonths }: Omit<RetentionPolicyAgreed, 'financeYears'>,
  concludedOn: LocalDate,
): Readonly<Record<Category, LocalDate>> {
  const after = (months: number): LocalDate => dateOf(addMonthsToDay(dayOf(concludedOn), months));
  return {
    search: after(fileMonths),
    coaching: after(notesMonths),
    health: after(healthMonths),
    identity: after(Math.max(fileMonths, notesMonths, healthMonths)),
  };
}

const isErasure = (data: object): boolean => (data as { readonly reason?: string }).reason === 'ERASED';

/** When a trajectory is concluded, the time for which its categories are kept begins: as long as the programme agreed. */
export const retentionStart = ({ aggregates, commands }: RetentionStartParts): Reactor => ({
  name: 'retention_start',
  types: ['TrajectoryClosed', 'ParticipationDeclined', 'ParticipationExpired'],
  from: 'start',
  async react({ id: cause, tenant, trajectory, programme, data, occurredAt }: RecordedEvent): Promise<void> {
    // Of a person who was erased nothing is kept that could go.
    if (trajectory === undefined || programme === undefined || isErasure(data)) return;
    const { state } = await aggregates.current(tenant, 'programme', programme);
    const { on = localDateOf(HOME_ZONE, occurredAt) } = data as { readonly on?: LocalDate };
    const until = keptUntil((state as ProgrammeState).retention ?? DEFAULT_RETENTION, on);
    for (const [category, day] of Object.entries(until)) {
      const outcome = await commands.handle({
        tenant,
        aggregate: 'trajectory',
        id: trajectory,
        type: 'StartRetention',
        data: { class: category, until: day },
        actor: { type: 'SYSTEM', id: 'retention' },
        commandId: commandIdOf('retention-start', cause, category),
        causation: cause,
      });
      if (outcome.outcome === 'conflict') throw new Error('The start of retention met a concurrent change');
      if (outcome.outcome === 'refused' && outcome.refusal.kind === 'invalid')
        throw new Error(`The start of retention is refused: ${outcome.refusal.code}`);
    }
  },
});
