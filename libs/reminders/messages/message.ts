import { isEmployerSide, type LocalDate } from '@overstap/kernel';
import { en } from './en.js';
import { nl } from './nl.js';

/** Every text that the program sends of itself, by who reads it and how late it is. */
export const MESSAGES = [
  'INVITATION',
  'GLASS_BROKEN',
  'CORRECTED',
  'REQUEST_REFUSED',
  'CORRECTION_ASKED',
  'COACH_PROPOSED',
  'SURVEY',
  'MOVE_LAPSED',
  'HEADS_UP',
  'DUE',
  'OVERDUE',
  'NEW_TASK',
  'TEAM_DECISION',
  'PROGRAMME_RISK',
  'REASSIGNMENT',
  'COACH_SEES',
  'PARTICIPANT_HEADS_UP',
  'PARTICIPANT_DUE',
  'PARTICIPANT_OFFER',
  'EMPLOYER_HEADS_UP',
  'EMPLOYER_DUE',
  'EMPLOYER_OVERDUE',
  'ACCOUNT_INVITATION',
  'NEW_PASSWORD',
  'DIGEST',
] as const;
export type MessageCode = (typeof MESSAGES)[number];

/** What a text may say beside itself; every part is made when the message leaves. */
export interface MessageParts {
  /** What it is about, in the reader's language: the template's name of the task, phase or deadline. */
  readonly about?: string;
  /** The due date, written out in the reader's language. */
  readonly due?: string;
  /** How many things a digest holds. */
  readonly count?: number;
}

export interface MessageText {
  /** Fixed, so that nothing about a person can be in it: subjects are shown on locked screens. */
  readonly subject: string;
  lines(parts: MessageParts): readonly string[];
}

export interface Language {
  greeting(name: string | undefined): string;
  readonly closing: string;
  readonly open: string;
  date(on: LocalDate): string;
  readonly texts: Readonly<Record<MessageCode, MessageText>>;
}

export const LANGUAGES = { nl, en } as const satisfies Record<string, Language>;
export type LanguageCode = keyof typeof LANGUAGES;

/** The language of a person as far as there are texts in it: Dutch, else English. */
export const languageOf = (code: string): LanguageCode => (code.toLowerCase().startsWith('nl') ? 'nl' : 'en');

/** What a rung says to one of its readers. `owner` is the role whose duty is timed, where that is a task. */
export function messageOf(
  reader: string,
  rung: { readonly level: number; readonly action: string },
  owner?: string,
): MessageCode {
  const late = rung.level >= 2;
  if (reader === 'PARTICIPANT')
    return rung.level === 0 ? 'PARTICIPANT_HEADS_UP' : late ? 'PARTICIPANT_OFFER' : 'PARTICIPANT_DUE';
  if (isEmployerSide(reader))
    return rung.level === 0 ? 'EMPLOYER_HEADS_UP' : late ? 'EMPLOYER_OVERDUE' : 'EMPLOYER_DUE';
  if (rung.action === 'OFFER_REASSIGNMENT') return 'REASSIGNMENT';
  if (rung.action === 'RAISE_TASK') return 'NEW_TASK';
  if (reader === 'COACH' && owner === 'PARTICIPANT') return 'COACH_SEES';
  if (rung.level >= 4) return 'PROGRAMME_RISK';
  if (rung.level === 3) return 'TEAM_DECISION';
  return rung.level === 0 ? 'HEADS_UP' : late ? 'OVERDUE' : 'DUE';
}
