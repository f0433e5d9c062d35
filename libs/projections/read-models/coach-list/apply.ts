import { type StoredEvent } from '@overstap/kernel';
import { type CoachEvent } from '@overstap/mobility';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { addressOf } from '../deadline-board/apply.js';
import { sealedSource } from '../sealed-source.js';
import { type ListedCoach } from './table.js';

export const coachOfStream = ({ stream }: Pick<StoredEvent, 'stream'>): string => addressOf(stream).aggregate_id;

export function applyToCoaches(rows: Rows<ListedCoach>, event: ProjectedEvent): void {
  const coach = coachOfStream(event);
  const before = rows.get(coach) ?? unknownCoach(coach);
  rows.put(coach, { ...before, ...changesOf(before, event), revision: event.revision });
}

function changesOf(before: ListedCoach, event: ProjectedEvent): Partial<ListedCoach> {
  const { type, data } = event as unknown as CoachEvent;
  switch (type) {
    case 'CoachRegistered':
    case 'CoachProfileChanged':
      return {
        specialisms: [...(data.specialisms ?? before.specialisms)],
        regions: [...(data.regions ?? before.regions)],
        languages: [...(data.languages ?? before.languages)],
        max_complexity: data.maxComplexity ?? before.max_complexity,
        weighted_max: data.weightedMax ?? before.weighted_max,
        identity: [...before.identity.filter((known) => known.event !== event.id), ...sealedSource(event, 'identity')],
      };
    case 'CoachCapacityChanged':
      return {
        capacities: [...before.capacities.filter(({ from }) => from !== data.from), { ...data }],
      };
    case 'CoachPutInTeam':
      return { team: data.teamId };
    case 'CoachTakenOutOfTeam':
      return { team: null };
    case 'CoachAbsenceStarted':
      return {
        absent_from: data.from,
        absent_until: data.until ?? null,
        substitute: data.substituteId ?? null,
        absences: [...before.absences, absenceIn(data)],
      };
    case 'CoachAbsenceEnded':
      return {
        absent_from: null,
        absent_until: null,
        substitute: null,
        absences: before.absences.map((absence, nth) =>
          nth === before.absences.length - 1 ? { ...absence, backOn: data.from } : absence,
        ),
      };
    case 'CoachCredentialRecorded':
      return { credentials: { ...before.credentials, [data.register]: data.validUntil } };
    case 'CoachCredentialExpired': {
      const valid = Object.entries(before.credentials).filter(([register]) => register !== data.register);
      return { credentials: Object.fromEntries(valid) };
    }
    default:
      return {};
  }
}

const absenceIn = ({ coachId: _coach, ...absence }: Extract<CoachEvent, { type: 'CoachAbsenceStarted' }>['data']) =>
  absence;

const unknownCoach = (coach: string): ListedCoach => ({
  coach,
  team: null,
  specialisms: [],
  regions: [],
  languages: [],
  max_complexity: null,
  weighted_max: null,
  absent_from: null,
  absent_until: null,
  substitute: null,
  absences: [],
  capacities: [],
  credentials: {},
  identity: [],
  revision: -1,
});
