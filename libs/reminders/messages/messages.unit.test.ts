import { describe, expect, it } from '@jest/globals';
import { isEmployerSide } from '@overstap/kernel';
import { SHIPPED_TEMPLATES } from '@overstap/mobility';
import { domainEvents } from '../../mobility/programme-template/testing/catalogue.js';
import { shippedTemplate } from '../../mobility/testing/template-files.js';
import { letterOf } from './letter.js';
import { LANGUAGES, languageOf, messageOf, MESSAGES } from './message.js';

/** Every rung of the shipped templates. */
const rungs = SHIPPED_TEMPLATES.flatMap((name) => Object.values(shippedTemplate(name, domainEvents).ladders).flat());
const OWNERS = [undefined, 'PARTICIPANT', 'COACH', 'EMPLOYER_HR'];

describe('message texts', () => {
  it('are there in both languages for every rung of the shipped templates and every reader', () => {
    expect(rungs.length).toBeGreaterThan(100);
    const used = new Set(
      rungs.flatMap((rung) => rung.to.flatMap((role) => OWNERS.map((owner) => messageOf(role, rung, owner)))),
    );
    for (const code of used)
      for (const { texts } of Object.values(LANGUAGES)) {
        expect(texts[code].subject.length).toBeGreaterThan(5);
        expect(texts[code].lines({}).join('').length).toBeGreaterThan(10);
      }
    expect(used.size).toBeGreaterThanOrEqual(10);
  });

  it.each(MESSAGES)('%s says nothing about a person in its subject, and differs by language', (code) => {
    const parts = { about: 'CANARY-ABOUT', due: 'CANARY-DUE', count: 2 };
    const subjects = Object.keys(LANGUAGES).map((language) => {
      const item = { message: code, parts, link: 'https://example.org/CANARY-LINK' };
      const { subject, text, html } = letterOf(languageOf(language), 'CANARY-NAME', [item], false);
      expect(subject).not.toContain('CANARY');
      expect(text).toContain('CANARY-NAME');
      expect(text).toContain('https://example.org/CANARY-LINK');
      expect(html).toContain('CANARY-NAME');
      return subject;
    });
    expect(new Set(subjects).size).toBe(2);
  });

  it('ask, and never threaten', () => {
    const threats =
      /\b(moet|verplicht|gevolgen|korting|sanctie|must|obliged|consequences|penalty|sanction|warning|final notice)\b/i;
    for (const { texts } of Object.values(LANGUAGES))
      for (const { subject, lines } of Object.values(texts))
        expect([subject, ...lines({ about: 'x', due: 'y' })].join(' ')).not.toMatch(threats);
  });

  it('neutralise what could be markup in a name', () => {
    const item = { message: 'DUE', parts: { about: '<b>' }, link: 'https://example.org/?a=1&b="2"' } as const;
    const { html, text } = letterOf('nl', '<script>', [item], false);
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('<b>');
    expect(text).toContain('Beste <script>,');
  });

  it('make a digest of several messages with its own subject', () => {
    const item = { message: 'HEADS_UP', parts: {}, link: 'https://example.org' } as const;
    const { subject, text } = letterOf('en', undefined, [item, item], true);
    expect(subject).toBe('Your overview of today');
    expect(text).toContain('There are 2 messages for you:');
    expect(text.split('Coming up soon')).toHaveLength(3);
  });

  it('write the date out and choose the language by its code', () => {
    expect(LANGUAGES.nl.date('2027-03-01')).toBe('1 maart 2027');
    expect(LANGUAGES.en.date('2027-12-31')).toBe('31 December 2027');
    expect([languageOf('nl-BE'), languageOf('NL'), languageOf('pl')]).toEqual(['nl', 'nl', 'en']);
  });

  it('never tell an employer the texts of participants or staff', () => {
    for (const level of [0, 1, 2, 3, 4])
      for (const action of ['NOTIFY', 'RAISE_TASK', 'ESCALATE', 'OFFER_REASSIGNMENT'])
        expect(messageOf('EMPLOYER_HR', { level, action }, 'PARTICIPANT')).toMatch(/^EMPLOYER_/);
    expect(isEmployerSide('WORKS_COUNCIL')).toBe(true);
  });
});
