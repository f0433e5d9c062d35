import { describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { calendarText } from './calendar-text.js';

const SINCE = '2026-09-01T08:00:00.000Z';
const LINK = 'https://overstap.example.org';
const task = { id: 'trajectory-t-1/task-1', dueOn: '2026-10-25', since: SINCE };
const talk = {
  id: 't-1/s-1',
  kind: 'SESSION',
  startsAt: '2026-10-25T09:00:00.000Z',
  minutes: 45,
  since: SINCE,
} as const;

/** As another program reads it: an independent parser of RFC 5545. */
function entriesOf(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  expect(calendar.name).toBe('vcalendar');
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
  expect(calendar.getFirstPropertyValue('prodid')).toMatch(/^-\/\/Overstap\/\/Overstap\/\//);
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary,
      start: event.startDate.toString(),
      end: event.endDate.toString(),
      wholeDay: event.startDate.isDate,
      free: component.getFirstPropertyValue('transp') === 'TRANSPARENT',
      stamp: String(component.getFirstPropertyValue('dtstamp')),
      url: String(component.getFirstPropertyValue('url')),
    };
  });
}

describe('a calendar feed', () => {
  it('holds tasks as whole days that leave one free, and appointments with their time', () => {
    const text = calendarText('en', LINK, [{ ...task, name: 'Draw up the plan; agree, sign' }], [talk]);
    expect(entriesOf(text)).toEqual([
      {
        uid: expect.stringMatching(/^[0-9a-f-]{36}@overstap$/),
        summary: 'Draw up the plan; agree, sign',
        start: '2026-10-25',
        end: '2026-10-26',
        wholeDay: true,
        free: true,
        stamp: '2026-09-01T08:00:00Z',
        url: LINK,
      },
      {
        uid: expect.stringMatching(/^[0-9a-f-]{36}@overstap$/),
        summary: 'Session',
        start: '2026-10-25T09:00:00Z',
        end: '2026-10-25T09:45:00Z',
        wholeDay: false,
        free: false,
        stamp: '2026-09-01T08:00:00Z',
        url: LINK,
      },
    ]);
  });

  it('says nothing but the kind of what somebody put into own words, in the feed’s language', () => {
    const intake = { ...talk, id: 't-1/intake', kind: 'INTAKE', minutes: null } as const;
    const summaries = (language: 'nl' | 'en') =>
      entriesOf(calendarText(language, LINK, [task], [talk, intake])).map(({ summary }) => summary);
    expect(summaries('nl')).toEqual(['Taak', 'Gesprek', 'Intakegesprek']);
    expect(summaries('en')).toEqual(['Task', 'Session', 'Intake talk']);
  });

  it('names no trajectory and no task, and keeps its lines as short as the standard wants them', () => {
    const name = 'Een taak waarvan de naam zo lang is dat de regel waarop hij staat gevouwen moet worden, met é en ü';
    const text = calendarText('nl', LINK, [{ ...task, name }], [talk]);
    for (const id of ['t-1', 'task-1', 's-1']) expect(text).not.toContain(id);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(entriesOf(text)[0]?.summary).toBe(name);
  });

  it('is the same text for the same entries, with an id of its own for each, and may be empty', () => {
    const text = () => calendarText('nl', LINK, [task, { ...task, id: 'trajectory-t-2/task-1' }], [talk]);
    expect(text()).toBe(text());
    expect(new Set(entriesOf(text()).map(({ uid }) => uid)).size).toBe(3);
    expect(entriesOf(calendarText('nl', LINK, [], []))).toEqual([]);
  });
});
