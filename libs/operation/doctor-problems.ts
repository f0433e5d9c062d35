import { type Instant } from '@overstap/kernel';
import { type Findings } from './doctor.js';

/** Something that needs a hand, and whose. */
export interface Problem {
  readonly what: string;
  readonly doThis: string;
}

const GIBIBYTE = 2 ** 30;
const LEAST_FREE = GIBIBYTE;
/** Seconds by which each may stay behind; a sealer takes its turn every few seconds, a sweep every minute. */
const LATE = { readModel: 60, seal: 600, sweep: 300 };

/** What of the findings is wrong. */
export function problemsOf(found: Findings): readonly Problem[] {
  return [
    ...ofHealth(found),
    ...ofReadModels(found),
    ...ofParked(found),
    ...ofSeals(found),
    ...ofSweep(found),
    ...ofUnattended(found),
    ...ofDisk(found),
  ];
}

const ofHealth = ({ health }: Findings): readonly Problem[] =>
  Object.entries(health?.checks ?? {}).flatMap(([name, { status, detail }]) =>
    status === 'up'
      ? []
      : [
          {
            what: `The check ${name} fails: ${detail ?? 'no answer'}`,
            doThis: `See what ${name} needs; GET /health/ready shows when it is well again.`,
          },
        ],
  );

const ofReadModels = ({ readModels, clock }: Findings): readonly Problem[] =>
  (readModels ?? []).flatMap(({ name, state, behind, more, since, leased }) => {
    const late = secondsBetween(since, clock.now);
    if (state === 'building' || behind === 0 || late <= LATE.readModel) return [];
    const what = `${name} is ${behind}${more ? ' or more' : ''} events behind, the oldest for ${late} s`;
    return leased
      ? [{ what, doThis: 'Wait for it to catch up; if the number does not fall, look at the log of the worker.' }]
      : [
          {
            what: `${what}, and no worker moves it`,
            doThis: 'Start a worker of this version (npm start, or start:worker).',
          },
        ];
  });

const ofParked = ({ parked }: Findings): readonly Problem[] =>
  parked && parked.length > 0
    ? [
        {
          what: `${parked.length} partitions are set aside because an event could not be handled (${[...new Set(parked.map(({ name }) => name))].join(', ')})`,
          doThis: 'Run `overstap parked list`, mend the cause, then `overstap parked retry`.',
        },
      ]
    : [];

function ofSeals({ seals, clock }: Findings): readonly Problem[] {
  const late = secondsBetween(seals?.since ?? undefined, clock.now);
  if (late <= LATE.seal) return [];
  return [
    {
      what: `Events wait for their seal for ${late} s`,
      doThis:
        'See that a worker runs, and look for `sealer` in its log; nothing is lost, but changes to these events would not show.',
    },
  ];
}

const ofSweep = ({ sweepAgeSeconds }: Findings): readonly Problem[] =>
  sweepAgeSeconds !== null && sweepAgeSeconds > LATE.sweep
    ? [
        {
          what: `The sweep of reminders last finished ${sweepAgeSeconds} s ago`,
          doThis: 'Check that the queue (QUEUE, REDIS_URL) and the database answer.',
        },
      ]
    : [];

const ofUnattended = ({ unattended }: Findings): readonly Problem[] =>
  unattended && unattended.length > 0
    ? [
        {
          what: `Programmes name a manager or planners whom nobody is any more: ${unattended.join(', ')}`,
          doThis:
            'Invite somebody by the id that a programme names (`overstap account invite ADDRESS PLANNER:ID`), or have its programme manager name another (`assign-planner`, `unassign-planner`, `assign-programme-manager`).',
        },
      ]
    : [];

const ofDisk = ({ disk, dataDirectory }: Findings): readonly Problem[] =>
  disk && disk.freeBytes < LEAST_FREE
    ? [
        {
          what: `The disk that holds ${dataDirectory} has ${Math.floor((disk.freeBytes / GIBIBYTE) * 1024)} MiB left`,
          doThis: 'Make room, or move the data directory to a larger disk; a full disk stops all writing.',
        },
      ]
    : [];

const secondsBetween = (since: Instant | undefined, now: Instant): number =>
  since === undefined ? 0 : Math.round((Date.parse(now) - Date.parse(since)) / 1000);
