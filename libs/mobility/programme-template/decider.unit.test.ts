import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@overstap/kernel';
import { scenario } from '../../kernel/testing/scenario.js';
import { stringify } from 'yaml';
import { type LegalParameterRow } from './parts.js';
import { template, type TemplateCommand, type TemplateEvent } from './decider.js';
import { domainEvents } from './testing/catalogue.js';
import { smallTemplate } from './testing/small-template.js';

const now = '2026-09-01T08:00:00.000Z';
const templates = scenario(template, { events: domainEvents, parameters: [] }, { now });

const publishing = (version: number, change: object = {}, templateId = 'TEST-1'): TemplateCommand => ({
  type: 'PublishTemplate',
  data: { templateId, text: stringify({ ...smallTemplate(), version, ...change }) },
});
const retiring = (version: number): TemplateCommand => ({
  type: 'RetireTemplate',
  data: { templateId: 'TEST-1', version, reason: 'replaced' },
});
const published = (version: number): TemplateEvent => {
  const decision = templates.given().when(publishing(version)).decision;
  if (isRefusal(decision) || !decision[0]) throw new Error('not published');
  return decision[0];
};
const retired = (version: number): TemplateEvent => ({
  type: 'ProgrammeTemplateRetired',
  occurredAt: now,
  data: { templateId: 'TEST-1', version, reason: 'replaced' },
});

describe('what a template names of the law', () => {
  const row = (value: string, validFrom: string, code = 'WAIT'): LegalParameterRow => ({
    ...{ code, value, unit: 'calendarDays', validFrom },
    ...{ source: 'a law', confidence: 'H' },
  });
  const small = smallTemplate();
  const task = {
    code: 'WAITING',
    names: { nl: 'Wachten', en: 'Waiting' },
    owners: ['COACH'],
    due: { anchor: 'start', law: 'WAIT' },
  };
  const naming = { trajectory: { ...small.trajectory, tasks: [...small.trajectory.tasks, task] } };
  const decidedBy = (parameters: readonly LegalParameterRow[]) =>
    scenario(template, { events: domainEvents, parameters }, { now }).given().when(publishing(1, naming)).decision;
  const offsetBy = (...parameters: readonly LegalParameterRow[]) => {
    const decided = decidedBy(parameters);
    if (isRefusal(decided) || decided[0]?.type !== 'ProgrammeTemplatePublished') throw new Error('not published');
    return decided[0].data.definition.trajectory.tasks.at(-1)?.due?.offset;
  };

  it('is what the agency has for it on the day of publishing', () => {
    expect(offsetBy(row('P30D', '2012-03-01'))).toEqual({ value: 30, unit: 'calendarDays' });
  });

  it('is the agency’s own rather than that which came with the program, from its first day on', () => {
    const shipped = row('P30D', '2012-03-01');
    expect(offsetBy(row('P14D', '2026-09-01'), shipped)).toEqual({ value: 14, unit: 'calendarDays' });
    expect(offsetBy(row('P14D', '2026-09-02'), shipped)).toEqual({ value: 30, unit: 'calendarDays' });
  });

  it('is refused where the agency has nothing for it', () => {
    expect(decidedBy([])).toMatchObject({ code: 'template-broken', message: expect.stringContaining('unknown-law') });
  });

  it('says for what reasons a legal deadline stops', () => {
    const [end] = small.trajectory.deadlines;
    const stopping = {
      trajectory: {
        ...small.trajectory,
        deadlines: [...small.trajectory.deadlines, { ...end, code: 'LAW', kind: 'STATUTORY', pauseReasons: ['CARE'] }],
      },
    };
    const decided = (...parameters: readonly LegalParameterRow[]) =>
      scenario(template, { events: domainEvents, parameters }, { now }).given().when(publishing(1, stopping)).decision;
    expect(decided()).toMatchObject({ message: expect.stringContaining('unlawful-pause') });
    const named = { ...row('SICK CARE', '2026-01-01', 'LAW_PAUSE'), unit: 'pauseReasons' };
    expect(isRefusal(decided(named))).toBe(false);
    expect(isRefusal(decided({ ...named, validTo: '2026-08-31' }))).toBe(true);
  });
});

describe('publishing a template', () => {
  it('keeps the whole definition, durations read', () => {
    expect(published(3)).toMatchObject({
      type: 'ProgrammeTemplatePublished',
      occurredAt: now,
      data: {
        templateId: 'TEST-1',
        version: 3,
        names: { nl: 'Proef', en: 'Test' },
        orientationNorm: 'CLIENT_LED',
        definition: { length: { value: 26, unit: 'calendarWeeks' } },
      },
    });
  });

  it('takes a newer version', () =>
    templates.given(published(1)).when(publishing(2)).thenTypes('ProgrammeTemplatePublished'));

  it('does nothing for the same version with the same content, also when the store changed the order of its keys', () => {
    const event = published(1);
    if (event.type !== 'ProgrammeTemplatePublished') throw new Error('not published');
    const reordered = Object.fromEntries(Object.entries(event.data.definition).toReversed());
    const stored = { ...event, data: { ...event.data, definition: reordered } } as unknown as TemplateEvent;
    templates.given(stored, published(2)).when(publishing(1)).thenNothing();
  });

  it('refuses other content under a published version, and a version older than the newest', () => {
    templates
      .given(published(2))
      .when(publishing(2, { calendar: 'none' }))
      .thenRefused('template-version-taken');
    templates.given(published(2)).when(publishing(1)).thenRefused('template-version-taken');
  });

  it('refuses a template that breaks a rule, naming line and rule', () => {
    const { decision } = templates.given().when(publishing(1, { ladders: {} }));
    expect(decision).toMatchObject({ kind: 'invalid', code: 'template-broken', field: 'text' });
    expect(isRefusal(decision) && decision.message).toMatch(/TEST-1:\d+ unknown-ladder: /);
  });

  it('refuses a file of another template', () =>
    templates
      .given()
      .when(publishing(1, {}, 'OTHER'))
      .thenRefused('template-code-differs'));
});

describe('retiring a template', () => {
  it('retires a published version once', () => {
    templates.given(published(1)).when(retiring(1)).then(retired(1));
    templates.given(published(1), retired(1)).when(retiring(1)).thenNothing();
  });

  it('refuses a version that was never published', () =>
    templates
      .given(published(1))
      .when(retiring(2))
      .thenRefused('template-version-unknown', { kind: 'invalid', field: 'version' }));

  it('lets newer versions follow', () =>
    templates.given(published(1), retired(1)).when(publishing(2)).thenTypes('ProgrammeTemplatePublished'));
});
