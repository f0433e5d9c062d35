import { addDays, daysBetween, instantAt } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { startedOn } from '../trajectory/state.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { HABITS } from './habits.js';
import { recordingOf } from './deeds.js';
import { DAYS_IN_MONTH, HAZARDS } from './hazards.js';
import { type SimulatedLife } from './life.js';
import { lastWorkingDay, workingDay } from './punctuality.js';

/** From the referral on: invited at once; some are never reached, and some want nothing of it. */
export function begin(life: SimulatedLife, on: LocalDate): void {
  const { chance, around } = life;
  const { template, calendar } = around.world;
  const redundancyOn = addDays(on, 7);
  const data = {
    trajectoryId: life.id,
    participantId: `p-${life.id}`,
    programmeId: 'SIMULATION',
    templateId: template.code,
    templateVersion: template.version,
    referredOn: on,
    notifiedOn: on,
    redundancyOn,
    contractEndOn: addDays(redundancyOn, chance.within('contract', [90, 200])),
    ageBand: life.ageBand,
    hoursPerWeek: 36,
    source: 'IMPORT',
    origin: 'IMPOSED',
  } as const;
  life.send({ type: 'ReferParticipant', data }, 'PLANNER');
  life.send({ type: 'InviteParticipant', data: { channel: 'MAIL', language: 'nl' } }, 'SYSTEM');
  if (!chance.happens('declines', HABITS.declines.share)) return;
  const day = workingDay(calendar, addDays(on, chance.within('declinesAfter', HABITS.declines.afterDays)));
  life.plan(day, record('ParticipationDeclined', {}));
}

/** What chance has in store for somebody who has just started: work, a pause, or going away. */
export function drawStory(life: SimulatedLife): void {
  const { chance, around } = life;
  const start = startedOn(life.state);
  if (start === undefined || life.settled.has('story')) return;
  life.settled.add('story');
  const { calendar } = around.world;
  const day = (after: number): LocalDate => workingDay(calendar, addDays(start, after));
  const hazard = HAZARDS[around.hazards][life.ageBand];
  life.landsOn = day(Math.ceil(chance.wait('landing', DAYS_IN_MONTH / hazard)));
  const lag = Math.min(HABITS.recordingLag.most, Math.floor(chance.wait('landingTold', HABITS.recordingLag.mean)));
  life.plan(workingDay(calendar, addDays(life.landsOn, lag)), land(life.landsOn));
  if (chance.happens('withdraws', HABITS.withdraws.share)) {
    const on = day(chance.within('withdrawsOn', [1, HABITS.withdraws.withinDays]));
    if (on < life.landsOn)
      life.plan(on, record('TrajectoryClosed', { closureClass: 'INTERRUPTED', reason: 'WITHDRAWN' }));
  }
  if (chance.happens('pauses', HABITS.pauses.share)) {
    const from = day(chance.within('pausesOn', HABITS.pauses.firstDay));
    const until = workingDay(calendar, addDays(from, chance.within('pauseDays', HABITS.pauses.days)));
    if (until < life.landsOn) pause(life, from, until);
  }
  meet(life, start, 1);
  apply(life, start, 1);
}

function pause(life: SimulatedLife, from: LocalDate, until: LocalDate): void {
  const data = { from, expectedResumeOn: until, reason: 'CARE' } as const;
  life.plan(from, () => life.status === 'ACTIVE' && life.send({ type: 'PauseTrajectory', data }, 'COACH'));
  life.plan(
    until,
    () => life.status === 'PAUSED' && life.send({ type: 'ResumeTrajectory', data: { on: until } }, 'COACH'),
  );
}

/** Coach and participant meet in a rhythm, which a full caseload stretches. */
function meet(life: SimulatedLife, before: LocalDate, number: number): void {
  const { calendar } = life.around.world;
  const { everyDays, minutes } = HABITS.session;
  const wait = everyDays * life.around.coaches.stretchOf(life.coach) * (0.5 + life.chance.luck(`session ${number}`));
  const on = workingDay(calendar, addDays(before, Math.max(1, Math.round(wait))));
  const sessionId = `${life.id}-session-${number}`;
  const at = instantAt(HOME_ZONE, on, '10:00');
  record('SessionScheduled', { sessionId, at, minutes, by: 'COACH' })(life, life.today);
  life.plan(on, () => {
    if (!isUnderWay(life)) return;
    if (life.status === 'ACTIVE') record('SessionHeld', { sessionId, minutes, kind: 'INDIVIDUAL' })(life, on);
    meet(life, on, number + 1);
  });
}

/** Who searches applies for jobs, in a rhythm of their own. */
function apply(life: SimulatedLife, before: LocalDate, number: number): void {
  const { calendar } = life.around.world;
  const wait = HABITS.application.everyDays * (0.5 + life.chance.luck(`application ${number}`));
  const on = workingDay(calendar, addDays(before, Math.max(1, Math.round(wait))));
  life.plan(on, () => {
    if (!isUnderWay(life)) return;
    const searching = life.status === 'ACTIVE' && life.state.workflow.phases['search']?.status === 'OPEN';
    if (searching) {
      const recording = recordingOf(
        'ApplicationSubmitted',
        on,
        { applicationId: `${life.id}-${number}` },
        'PARTICIPANT',
      );
      if (recording) life.send(recording.command, recording.by);
    }
    apply(life, on, number + 1);
  });
}

const isUnderWay = ({ status }: SimulatedLife): boolean => status === 'ACTIVE' || status === 'PAUSED';

/** An offer, a signature, a first day at work; and when aftercare is over, mostly the end of the file. */
function land(on: LocalDate) {
  return (life: SimulatedLife, today: LocalDate): void => {
    const { chance, around } = life;
    const { calendar, landing } = around.world;
    if (!isUnderWay(life)) return;
    const placementId = `${life.id}-placement`;
    const startsOn = workingDay(calendar, addDays(on, chance.within('startsAfter', HABITS.landing.startsAfterDays)));
    const placement = { placementId, outcomeType: landing.counted[0], acceptedOn: on, startsOn, hoursPerWeek: 36 };
    for (const event of ['OfferReceived', 'OfferAccepted'])
      record(event, { on, applicationId: placementId })(life, today);
    record('PlacementRecorded', placement)(life, today);
    const firstDay = startsOn > today ? startsOn : today;
    life.plan(firstDay, record('PlacementStarted', { placementId, on: startsOn }));
    if (!chance.happens('closes', HABITS.landing.closed)) return;
    const closing = addDays(startsOn, chance.within('closesAfter', HABITS.landing.closedAfterDays));
    life.plan(workingDay(calendar, closing), record('TrajectoryClosed', { closureClass: 'RESULT', reason: 'LANDED' }));
  };
}

/** Records a plain fact, the coach where they may. */
export const record =
  (event: string, given: Readonly<Record<string, unknown>>) =>
  (life: SimulatedLife, on: LocalDate): void => {
    const recording = recordingOf(event, on, given, 'COACH');
    if (recording) life.send(recording.command, recording.by);
  };

const END_AHEAD = 8;

/** The end of the time without work: most are closed on the days before it, and for the others a task asks for it. */
export function comeToTheEnd(life: SimulatedLife, today: LocalDate): void {
  const clock = life.state.workflow.clocks['deadline.END'];
  if (clock?.status !== 'RUNNING' || clock.dueOn === undefined || life.status !== 'ACTIVE') return;
  const left = daysBetween(today, clock.dueOn);
  if (left > END_AHEAD) return life.plan(addDays(clock.dueOn, -END_AHEAD), null);
  const key = `end.${clock.generation}`;
  if (life.settled.has(key)) return;
  life.settled.add(key);
  const { chance, around } = life;
  const { closedInTime, daysBefore } = HABITS.end;
  if (!chance.happens(key, closedInTime / around.coaches.stretchOf(life.coach))) return;
  const day = addDays(clock.dueOn, -chance.within(`${key}.before`, daysBefore));
  const on = lastWorkingDay(around.world.calendar, day, today);
  // Nobody is sent away with a contract on the table.
  if (life.landsOn !== undefined && life.landsOn <= addDays(on, HABITS.recordingLag.most)) return;
  life.plan(on, record('TrajectoryClosed', { closureClass: 'END_OF_TERM', reason: 'TERM_ENDED' }));
}

/** The coach asks and the programme manager grants it, in one go. */
export function extend(life: SimulatedLife): void {
  if (!life.chance.happens('extended', HABITS.end.extended)) return;
  const data = { days: HABITS.end.extendedDays, reason: 'simulated', costCents: 0 };
  life.send({ type: 'RequestExtension', data }, 'COACH');
  life.send({ type: 'DecideExtension', data: { granted: true } }, 'PROGRAMME_MANAGER');
}
