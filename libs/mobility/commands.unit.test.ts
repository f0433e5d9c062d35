import { describe, expect, it } from '@jest/globals';
import { fieldsOf, type CommandDefinition } from '@overstap/kernel';
import { checkRegistry, COMMANDS, ID_FIELDS } from './commands.js';
import { DECIDERS } from './deciders.js';
import { EVENT_CATALOGUE } from './event-catalogue.js';

const close = COMMANDS.find(({ name }) => name === 'CloseCalendarDay')!;
const broken =
  (...commands: readonly CommandDefinition[]) =>
  () =>
    checkRegistry([...COMMANDS, ...commands], DECIDERS);

describe('the registry of commands', () => {
  it('and the deciders know the same commands', () => {
    expect(() => checkRegistry(COMMANDS, DECIDERS)).not.toThrow();
  });

  it('has a body of declared fields, a reader and a summary for each', () => {
    for (const { name, summary, body } of COMMANDS) {
      expect([name, summary.length > 0]).toEqual([name, true]);
      expect([name, typeof body]).toEqual([name, 'function']);
    }
  });

  it('refuses a command without a case in its decider', () => {
    expect(broken({ ...close, name: 'PaintCalendar' })).toThrow('No case of a decider handles agency.PaintCalendar');
  });

  it('refuses two commands of one name on an aggregate, not on two', () => {
    expect(broken(close)).toThrow('Two commands are called agency.CloseCalendarDay');
    expect(COMMANDS.filter(({ name }) => name === 'CompleteTask').map(({ aggregate }) => aggregate)).toEqual([
      'programme',
      'participant',
      'trajectory',
    ]);
  });

  it('refuses a case of a decider that no command reaches', () => {
    const without = COMMANDS.filter(({ name }) => name !== 'CloseCalendarDay');
    expect(() => checkRegistry(without, DECIDERS)).toThrow('The registry lacks agency.CloseCalendarDay');
  });

  it('refuses two commands that begin one stream, and a command that nobody may send', () => {
    const names = { ...DECIDERS, agency: { handles: [...DECIDERS.agency.handles, 'A', 'B'] } };
    const two = [
      { ...close, name: 'A', creates: true },
      { ...close, name: 'B', creates: true, roles: [] },
    ];
    expect(() => checkRegistry([...COMMANDS, ...two], names)).toThrow(
      /Nobody may send agency\.B[^]*agency\.A and agency\.B/,
    );
  });

  it('finds the id of a new aggregate in the body of the command that begins it', () => {
    const lacking = COMMANDS.filter(({ creates }) => creates).filter(
      ({ aggregate, body }) => !fieldsOf(body).some(({ name }) => name === ID_FIELDS[aggregate]),
    );
    expect(lacking.map(({ name }) => name)).toEqual([]);
  });

  it('leaves to the program what only the program does', () => {
    for (const name of ['FallDue', 'RecomputeClocks', 'StartCohortImport', 'CompleteCohortImport'])
      expect([name, COMMANDS.filter((each) => each.name === name).flatMap(({ roles }) => roles)]).toEqual([
        name,
        expect.not.arrayContaining(['PLANNER', 'COACH', 'PROGRAMME_MANAGER', 'ADMIN']),
      ]);
  });
});

describe('the catalogue of events', () => {
  it('holds what was recorded, what follows from it, and the templates', () => {
    for (const type of ['IntakeHeld', 'ClockArmed', 'ProgrammeTemplatePublished', 'CohortCreated'])
      expect(EVENT_CATALOGUE.has(type)).toBe(true);
  });
});
