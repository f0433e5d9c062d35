import { type StoredEvent } from '@overstap/kernel';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { addressOf } from '../deadline-board/apply.js';
import { sealedSource } from '../sealed-source.js';
import { textIn } from '../standing.js';
import { type ListedParticipant } from './table.js';

export const PARTICIPANT_EVENTS: readonly string[] = [
  'ParticipantRegistered',
  'ParticipantDetailsChanged',
  'SubjectRequestReceived',
  'SubjectKeyDestroyed',
  'SubjectErased',
];

export const participantOf = ({ stream }: Pick<StoredEvent, 'stream'>): string => addressOf(stream).aggregate_id;

/** A rebuild over somebody erased meets events without their sealed fields and comes to the same row: nothing is left of them. */
export function applyToDirectory(rows: Rows<ListedParticipant>, event: ProjectedEvent): void {
  const participant = participantOf(event);
  const before = rows.get(participant) ?? unknownParticipant(participant);
  const data = event.data as Readonly<Record<string, unknown>>;
  const { revision } = event;
  if (event.type === 'SubjectErased' || (event.type === 'SubjectKeyDestroyed' && data['class'] === 'identity')) {
    rows.put(participant, { ...before, identity: [], erased: true, revision });
    return;
  }
  // Its own block, what the person says is wrong, is none of who they are.
  if (event.type === 'SubjectRequestReceived') {
    rows.put(participant, { ...before, requested: true, revision });
    return;
  }
  rows.put(participant, {
    ...before,
    employer: textIn(data, 'employerId') ?? before.employer,
    identity: [...before.identity.filter(({ event: known }) => known !== event.id), ...sealedSource(event, 'identity')],
    revision,
  });
}

const unknownParticipant = (participant: string): ListedParticipant => ({
  participant,
  employer: null,
  identity: [],
  erased: false,
  requested: false,
  revision: -1,
});
