import { type Language, type MessageParts } from './message.js';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

const what = ({ about }: MessageParts, otherwise: string): string => about ?? otherwise;
const by = ({ due }: MessageParts): string => (due ? ` The date is ${due}.` : '');

/** The texts in English: they ask and offer, they never threaten. */
export const en: Language = {
  greeting: (name) => (name ? `Dear ${name},` : 'Good morning,'),
  closing: 'Kind regards,\nyour mobility agency',
  open: 'See it in Overstap',
  date: (on) => {
    const [year, month, day] = on.split('-').map(Number);
    return `${day} ${MONTHS[(month ?? 1) - 1]} ${year}`;
  },
  texts: {
    INVITATION: {
      subject: 'Invitation to your guidance',
      lines: () => [
        'You are invited to guidance towards other work. A coach is there for you.',
        'You decide what you share. Overstap shows you who can see what about you.',
      ],
    },
    GLASS_BROKEN: {
      subject: 'Somebody has read along in a file',
      lines: () => [
        'A team lead or the quality officer could, for a reason and for a short time, read what otherwise stays between you and your coach.',
        'Your timeline says who it was, when and why. The quality officer reviews whether it was justified.',
      ],
    },
    CORRECTED: {
      subject: 'Your request is answered',
      lines: () => [
        'You asked to have something put right in what is recorded about you. That is done.',
        'Your request and the correction are among your rights in Overstap.',
      ],
    },
    REQUEST_REFUSED: {
      subject: 'Your request is answered',
      lines: () => [
        'Your request about your data is not granted. The reason is with your request in Overstap.',
        'If you do not agree, you may complain to the data protection authority or go to court.',
      ],
    },
    CORRECTION_ASKED: {
      subject: 'A correction is asked for',
      lines: () => [
        'Somebody whom you guide asks to have something put right in what is recorded. What is wrong according to them is with the requests of this person.',
        'Put it right and name the correction with the request, or talk to the quality officer if it is right already.',
      ],
    },
    COACH_PROPOSED: {
      subject: 'You are proposed as a coach',
      lines: () => [
        'You are proposed as the coach of somebody who begins a trajectory. Record the chemistry meeting, or disclose a conflict of roles if you know the person or the employer otherwise.',
        'You can read the file once you are the coach.',
      ],
    },
    SURVEY: {
      subject: 'A short survey',
      lines: () => [
        'Would you tell us what you think of the guidance? A short survey is waiting for you. Taking part is up to you.',
      ],
    },
    MOVE_LAPSED: {
      subject: 'A date that was moved is counted anew',
      lines: (parts) => [
        `What this is counted from has become another day, so that it is no longer due on the day to which it was moved: ${what(parts, 'a date')}.${by(parts)}`,
        'Move it once more if you would like another day.',
      ],
    },
    HEADS_UP: {
      subject: 'Soon on your list',
      lines: (parts) => [`Coming up soon: ${what(parts, 'a task on your list')}.${by(parts)}`],
    },
    DUE: {
      subject: 'On your list',
      lines: (parts) => [`On your list: ${what(parts, 'a task')}.${by(parts)}`],
    },
    OVERDUE: {
      subject: 'Can we help with something?',
      lines: (parts) => [
        `This one is still open: ${what(parts, 'a task on your list')}.${by(parts)}`,
        'If you cannot get to it, do say so: your team lead is glad to think along.',
      ],
    },
    NEW_TASK: {
      subject: 'A new task on your list',
      lines: (parts) => [`A task was added because of: ${what(parts, 'a date')}.${by(parts)}`],
    },
    TEAM_DECISION: {
      subject: 'Your decision is asked',
      lines: (parts) => [`This waits for a decision of yours: ${what(parts, 'an open task')}.${by(parts)}`],
    },
    PROGRAMME_RISK: {
      subject: 'A risk in your programme',
      lines: (parts) => [
        `This has been open for some time: ${what(parts, 'an open task')}.${by(parts)}`,
        'Would you see what is needed? It has been logged as a risk.',
      ],
    },
    REASSIGNMENT: {
      subject: 'A proposal to hand work over',
      lines: (parts) => [`Would you consider handing this over: ${what(parts, 'an open task')}?${by(parts)}`],
    },
    COACH_SEES: {
      subject: 'A participant may like some help',
      lines: (parts) => [
        `Still open for a participant: ${what(parts, 'a task')}.${by(parts)}`,
        'It may help to ask how things are going.',
      ],
    },
    PARTICIPANT_HEADS_UP: {
      subject: 'Soon on your list',
      lines: (parts) => [`For your information, coming up soon: ${what(parts, 'a part of your plan')}.${by(parts)}`],
    },
    PARTICIPANT_DUE: {
      subject: 'On your list',
      lines: (parts) => [`On your list: ${what(parts, 'a part of your plan')}.${by(parts)}`],
    },
    PARTICIPANT_OFFER: {
      subject: 'Can we help you with something?',
      lines: (parts) => [
        `This is still open: ${what(parts, 'a part of your plan')}.`,
        'Would some help be welcome, or is this not a good moment? Do tell your coach.',
      ],
    },
    EMPLOYER_HEADS_UP: {
      subject: 'Soon on your list',
      lines: (parts) => [
        `We will soon ask you for: ${what(parts, 'a contribution of yours as employer')}.${by(parts)}`,
      ],
    },
    EMPLOYER_DUE: {
      subject: 'On your list',
      lines: (parts) => [`On your list: ${what(parts, 'a contribution of yours as employer')}.${by(parts)}`],
    },
    EMPLOYER_OVERDUE: {
      subject: 'Still open on your list',
      lines: (parts) => [
        `This is still open: ${what(parts, 'a contribution of yours as employer')}.${by(parts)}`,
        'Can we help you with something?',
      ],
    },
    ACCOUNT_INVITATION: {
      subject: 'Invitation to Overstap',
      lines: () => [
        'You are invited to Overstap. With this link you choose your name and a password.',
        'It works once, within a week.',
      ],
    },
    NEW_PASSWORD: {
      subject: 'A new password for Overstap',
      lines: () => [
        'With this link you choose a new password. It works once, within half an hour.',
        'Did you not ask for it? Then do nothing: your password stays as it is.',
      ],
    },
    DIGEST: {
      subject: 'Your overview of today',
      lines: ({ count = 1 }) => [
        count === 1 ? 'There is one message for you:' : `There are ${count} messages for you:`,
      ],
    },
  },
};
