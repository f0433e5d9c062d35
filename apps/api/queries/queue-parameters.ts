import { CodeField, FlagField, IdField, TextField, WholeField } from '@overstap/kernel';
import { CLOCK_KINDS, type ClockKind } from '@overstap/mobility';
import { QUEUE_TABS, type QueueTab } from '@overstap/projections';

const optional = { optional: true } as const;

/** What a saved view keeps. */
export class QueueFilterFields {
  @CodeField(QUEUE_TABS, { ...optional, description: '`assigned` unless told: what is to be done now' })
  readonly tab?: QueueTab;
  @IdField(optional) readonly programme?: string;
  @IdField({ ...optional, description: 'Of the task’s owner' }) readonly role?: string;
  @IdField(optional) readonly phase?: string;
  @IdField({ ...optional, description: 'The template’s code of the task' }) readonly code?: string;
  @CodeField(CLOCK_KINDS, optional) readonly clock?: ClockKind;
  @IdField({ ...optional, description: 'In which the participant is written to' }) readonly language?: string;
  @IdField(optional) readonly trajectory?: string;
  @IdField(optional) readonly assignee?: string;
  @IdField({ ...optional, description: 'In which the coach is; a team lead sees their own alone' })
  readonly team?: string;
  @FlagField({ ...optional, description: 'Of whoever asks' }) readonly mine?: boolean;
  @FlagField(optional) readonly unassigned?: boolean;
  @FlagField(optional) readonly escalated?: boolean;
}

export class QueueParameters extends QueueFilterFields {
  @WholeField({ ...optional, min: 1, max: 500 }) readonly limit?: number;
  @TextField({ ...optional, max: 500, description: '`next` of the page before' }) readonly cursor?: string;
  @IdField({ ...optional, description: 'A view of whoever asks; what is given beside it goes before it' })
  readonly view?: string;
  @TextField({
    ...optional,
    min: 2,
    max: 100,
    description: 'Words of a task’s name in its template, a code or a pseudonymous id; never of a person’s name',
  })
  readonly search?: string;
}
