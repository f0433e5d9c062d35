import { conflict, invalid, type LocalDate, type Refusal } from '@overstap/kernel';
import { daysByLaw, type LegalParameterRow } from '../programme-template/parts.js';
import { type FactCommand } from './decider.js';

/** Days in which a settlement can be withdrawn: with the right to it mentioned in the settlement, and without. */
const COOLING_OFF = ['VSO_COOLING', 'VSO_COOLING_UNMENTIONED'] as const;
const LONGEST_SANCTION = 'SANCTION_LONGEST';

/** What the law bounds, by the legal parameters that the agency has for the day of the fact. */
export function unlawful(command: FactCommand, parameters: readonly LegalParameterRow[]): Refusal | undefined {
  switch (command.type) {
    case 'SignSettlement': {
      const { on, coolingOffDays } = command.data;
      const lawful = COOLING_OFF.flatMap((code) => daysByLaw(parameters, code, on) ?? []);
      if (lawful.length === 0) return lawUnknown(COOLING_OFF[0], on);
      if (lawful.includes(coolingOffDays)) return undefined;
      return invalid(
        'coolingOffDays',
        'not-by-law',
        `coolingOffDays must be what the law gives on that day: ${lawful.join(' or ')}.`,
      );
    }
    case 'ImposeWageSanction': {
      const { on, weeks } = command.data;
      const days = daysByLaw(parameters, LONGEST_SANCTION, on);
      if (days === undefined) return lawUnknown(LONGEST_SANCTION, on);
      if (weeks * 7 <= days) return undefined;
      return invalid('weeks', 'not-by-law', `weeks must be at most what the law allows on that day: ${days / 7}.`);
    }
    default:
      return undefined;
  }
}

const lawUnknown = (code: string, on: LocalDate): Refusal =>
  conflict('law-unknown', `The agency has no value of ${code} for ${on}; set that legal parameter first.`);
