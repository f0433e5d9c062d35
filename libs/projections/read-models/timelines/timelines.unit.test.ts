import { describe, expect, test } from '@jest/globals';
import { type StoredEvent } from '@overstap/kernel';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { everyEvent, tellingEvent } from '../testing/audience-events.js';
import { rowsAfter } from '../testing/fold.js';
import { timelineNamed, type TimelineName } from './index.js';
import { type TimelineEntry } from './table.js';

const held = (name: TimelineName, events: readonly StoredEvent[] = everyEvent()) =>
  rowsAfter<TimelineEntry>(timelineNamed(name)!, events);
const typesOf = (name: TimelineName) => [...held(name).values()].map(({ type }) => type);
const classOf = (type: string) => EVENT_CATALOGUE.get(type)!.privacy;

describe('a timeline holds what its audience may read, and never held anything else', () => {
  const audiences: readonly [TimelineName, string, readonly string[]][] = [
    ['trajectory_timeline', 'P0 P1 P2 P3', ['search', 'coaching']],
    ['team_timeline', 'P0 P1 P2', ['search']],
    ['process_timeline', 'P0 P1', []],
    ['participant_timeline', 'P0 P1 P2 P3 P4', ['search', 'coaching', 'health']],
    ['coaching_file', 'P0 P1 P2 P3', ['coaching']],
    ['health_file', 'P0 P1 P2 P3 P4', ['health']],
  ];
  test.each(audiences)('%s: events of %s, blocks of %j', (name, classes, blocks) => {
    const rows = [...held(name).values()];
    expect(rows.length).toBeGreaterThan(10);
    for (const { type, sealed } of rows) {
      expect(classes).toContain(classOf(type));
      expect(blocks).toEqual(expect.arrayContaining(Object.keys(sealed)));
    }
    // Every block that it may hold is there at least once: the test sees what it looks for.
    expect(new Set(rows.flatMap(({ sealed }) => Object.keys(sealed)))).toEqual(new Set(blocks));
    expect(JSON.stringify(rows)).not.toMatch(/canary-in-clear|canary-undeclared/);
  });

  test('the coach’s own ways and the engine’s clocks are in nobody else’s', () => {
    const engine = ['ClockArmed', 'RungFired', 'TaskCreated', 'TaskEscalated'];
    expect(typesOf('trajectory_timeline')).toEqual(expect.arrayContaining(engine));
    for (const name of ['team_timeline', 'process_timeline', 'participant_timeline', 'coaching_file'] as const)
      expect(typesOf(name).filter((type) => engine.includes(type))).toEqual([]);
    expect(typesOf('process_timeline')).toContain('PhaseEntered');
  });
});

describe('the participant’s own timeline', () => {
  const note = (sharedWithParticipant: boolean) =>
    tellingEvent(EVENT_CATALOGUE.get('SessionNoteRecorded')!, { data: { noteId: 'n', sharedWithParticipant } });
  const correction = (changes: object) =>
    tellingEvent(EVENT_CATALOGUE.get('FactCorrected')!, { data: { eventId: note(true).id, changes } });

  test('has shared notes alone, and loses one that was shared by mistake', () => {
    expect(held('participant_timeline', [note(false)]).size).toBe(0);
    expect(held('participant_timeline', [note(true)]).size).toBe(1);
    expect(held('participant_timeline', [note(true), correction({ sharedWithParticipant: false })]).size).toBe(0);
    expect(held('trajectory_timeline', [note(false)]).size).toBe(1);
  });

  test('strikes out what was corrected, and forgets what was recorded on the wrong person', () => {
    const kept = held('participant_timeline', [note(true), correction({ noteId: 'm' })]);
    expect(kept.get(note(true).id)).toMatchObject({ struck: 'CORRECTED', struck_by: 'e-FactCorrected' });
    expect(kept.size).toBe(2);
    const voided = tellingEvent(EVENT_CATALOGUE.get('FactVoided')!, { data: { eventId: note(true).id } });
    expect(held('participant_timeline', [note(true), voided]).size).toBe(0);
  });

  test('says by name who it was of a coach alone, and nothing of how coaches were chosen', () => {
    const [met] = held('participant_timeline', [note(true)]).values();
    expect(met).toMatchObject({ actor_role: 'COACH', actor: 'canary-actor' });
    const planned = { ...note(true), actor: { type: 'PLANNER', id: 'noor' } } as const;
    expect([...held('participant_timeline', [planned]).values()][0]).toMatchObject({
      actor_role: 'PLANNER',
      actor: null,
    });
    expect(typesOf('participant_timeline')).not.toContain('CoachProposed');
    expect(held('participant_timeline').get('e-CoachReassigned')?.sealed).toEqual({});
    expect(held('participant_timeline').get('e-CoachStandInNamed')?.clear).not.toHaveProperty('why');
  });
});

test('who does not have a fact is not told that it was put right', () => {
  const note = tellingEvent(EVENT_CATALOGUE.get('SessionNoteRecorded')!);
  const corrected = tellingEvent(EVENT_CATALOGUE.get('FactCorrected')!, { data: { eventId: note.id } });
  expect(held('process_timeline', [note, corrected]).size).toBe(0);
  expect(held('team_timeline', [note, corrected]).size).toBe(0);
});
