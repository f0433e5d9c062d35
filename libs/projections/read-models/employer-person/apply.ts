import { type StoredEvent } from '@overstap/kernel';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { type SealedSource, sealedSource } from '../sealed-source.js';
import { textIn } from '../standing.js';
import { type Disclosed, type EmployerPerson } from './table.js';
import { leftAfter, type TellingProfile, TOLD_EVENTS, toldAfter } from './told.js';

const ABILITY = 'LoadCapacityRecorded';
const EVALUATIONS: readonly string[] = ['PeriodicEvaluationHeld', 'FirstYearEvaluationHeld'];

export const EMPLOYER_EVENTS: readonly string[] = [
  'ProgrammeCreated',
  ...TOLD_EVENTS,
  ABILITY,
  ...EVALUATIONS,
  'FactCorrected',
  'FactVoided',
  'DisclosureHeld',
  'DisclosureReleased',
];

const programmeRow = (programme: string): string => `programme.${programme}`;
const personRow = (trajectory: string): string => `person.${trajectory}`;

export const employerRowsOf = ({ programme, trajectory }: StoredEvent): readonly string[] => [
  ...(programme === undefined ? [] : [programmeRow(programme)]),
  ...(trajectory === undefined ? [] : [personRow(trajectory)]),
];

export function applyToEmployer(rows: Rows<EmployerPerson>, event: ProjectedEvent): void {
  const { programme, trajectory, type } = event;
  if (programme === undefined) return;
  const data = event.data as Readonly<Record<string, unknown>>;
  if (type === 'ProgrammeCreated') {
    const profile = textIn(data, 'disclosureProfile');
    if (profile === 'STATUS' || profile === 'COMPLIANCE')
      rows.put(programmeRow(programme), emptyRow(programmeRow(programme), programme, profile));
    return;
  }
  const profile = rows.get(programmeRow(programme))?.profile;
  if (profile === undefined || trajectory === undefined) return;
  const before = rows.get(personRow(trajectory)) ?? {
    ...emptyRow(personRow(trajectory), programme, profile),
    trajectory,
  };
  rows.put(personRow(trajectory), {
    ...before,
    participant: type === 'ParticipantReferred' ? textIn(data, 'participantId') : before.participant,
    told: toldAfter(before.told, event, profile),
    ...(profile === 'COMPLIANCE' ? ofHealth(before, event) : {}),
    frozen: frozenAfter(before, event),
  });
}

/** From a hold to its release the employer goes on reading what was there before and stands; what happened meanwhile they are told after it. */
function frozenAfter({ frozen, ...now }: EmployerPerson, event: ProjectedEvent): Disclosed | null {
  const { told, ability, evaluations } = frozen ?? now;
  if (event.type === 'DisclosureReleased') return null;
  if (event.type === 'DisclosureHeld') return { told, ability, evaluations };
  if (!frozen) return null;
  const target = textIn(event.data as Readonly<Record<string, unknown>>, 'eventId');
  const stands = (sources: readonly SealedSource[]): boolean => target === null || sources[0]?.event !== target;
  return {
    told: leftAfter(told, event),
    ability: stands(ability) ? ability : [],
    evaluations: evaluations.filter(stands),
  };
}

/** Abilities and the days of evaluations alone; of nothing else in that category is a block taken over. */
function ofHealth({ ability, evaluations }: EmployerPerson, event: ProjectedEvent): Partial<EmployerPerson> {
  const source = sealedSource(event, 'health');
  if (event.type === ABILITY) return { ability: source };
  if (EVALUATIONS.includes(event.type)) return { evaluations: [...evaluations, source] };
  const target = textIn(event.data as Readonly<Record<string, unknown>>, 'eventId');
  const isIt = (sources: readonly SealedSource[]): boolean => sources[0]?.event === target;
  if (event.type === 'FactVoided')
    return { ability: isIt(ability) ? [] : ability, evaluations: evaluations.filter((each) => !isIt(each)) };
  if (event.type === 'FactCorrected')
    return {
      ability: isIt(ability) ? [...ability, ...source] : ability,
      evaluations: evaluations.map((each) => (isIt(each) ? [...each, ...source] : each)),
    };
  return {};
}

const emptyRow = (id: string, programme: string, profile: TellingProfile): EmployerPerson => ({
  id,
  programme,
  profile,
  trajectory: null,
  participant: null,
  told: [],
  ability: [],
  evaluations: [],
  frozen: null,
});
