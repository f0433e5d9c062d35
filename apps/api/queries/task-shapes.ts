import { CLOCK_KINDS, EVIDENCE, TASK_STATUSES, WAITING_ON } from '@overstap/mobility';
import { type AssignedTask, type OwnTask, URGENCIES } from '@overstap/projections';
import { type QueueView, type SavedFilter } from '../../program/queue-views.js';
import { type Titled, type TitledTask } from '../../program/task-titles.js';
import { schemaOf } from '@overstap/kernel';
import {
  date,
  flag,
  instant,
  list,
  named,
  names,
  objectOf,
  oneOf,
  orNull,
  role,
  type Shape,
  text,
  uuid,
  whole,
} from '../http/shapes.js';
import { PERSONS_NAME } from './people-shapes.js';
import { type WithName } from './person-names.js';
import { QueueFilterFields } from './queue-parameters.js';

export const TASK_STATUS = oneOf<string>(TASK_STATUSES);

const TASK = {
  id: text,
  task: text,
  stream: text,
  programme: orNull(text),
  code: text,
  phase: orNull(text),
  mandatory: flag,
  evidence: oneOf<string>(EVIDENCE),
  status: TASK_STATUS,
  waitingOn: orNull(oneOf<string>(WAITING_ON)),
  snoozedUntil: orNull(date),
  dueOn: orNull(date),
  doneOn: orNull(date),
  createdAt: instant,
  names: orNull(names),
  title: orNull(text),
};

export const QUEUED_TASK = named(
  'QueuedTask',
  objectOf<WithName<TitledTask>>({
    ...TASK,
    kind: oneOf(['TASK', 'MEETING', 'DEADLINE']),
    trajectory: orNull(text),
    role,
    withRoles: list(role),
    assignee: orNull(text),
    waitingSince: orNull(date),
    at: orNull(instant),
    clockKind: orNull(oneOf(CLOCK_KINDS)),
    escalationLevel: whole,
    escalatedTo: list(role),
    escalation: orNull(oneOf(['OPEN', 'ACKNOWLEDGED', 'RESOLVED'])),
    escalationBy: orNull(text),
    overdue: flag,
    urgency: oneOf(URGENCIES),
    language: orNull(text),
    team: orNull(text),
    name: PERSONS_NAME,
  }),
);

/** A participant's own. */
export const OWN_TASK = named('OwnTask', objectOf<Titled<OwnTask>>({ ...TASK, trajectory: text }));
/** Of whoever else has one. */
export const ASSIGNED_TASK = named(
  'AssignedTask',
  objectOf<Titled<AssignedTask>>({ ...TASK, trajectory: orNull(text), role, assignee: orNull(text) }),
);

const FILTER: Shape<SavedFilter> = schemaOf(QueueFilterFields);
export const QUEUE_VIEW = named('QueueView', objectOf<QueueView>({ id: uuid, name: text, filter: FILTER }));
