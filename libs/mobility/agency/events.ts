import { CodeField, DateField, Event, IdField, ListField, TextField, type LocalDate } from '@overstap/kernel';
import { optional } from '../event-fields.js';
import { CONFIDENCES, WEEKDAYS } from './codes.js';

@Event({ privacy: 'P1' })
export class EmployerRegistered {
  @IdField() readonly employerId!: string;
  @TextField({ max: 200 }) readonly name!: string;
}

@Event({ privacy: 'P1' })
export class TeamCreated {
  @IdField() readonly teamId!: string;
  @TextField({ max: 200 }) readonly name!: string;
}

/** The first definition of a calendar, or a new version of it. */
@Event({ privacy: 'P1' })
export class CalendarDefined {
  @IdField() readonly calendarId!: string;
  /** IANA name: `Europe/Amsterdam`. */
  @TextField({ max: 60 }) readonly zone!: string;
  @ListField({ of: WEEKDAYS, max: 6 }) readonly weekend!: readonly (typeof WEEKDAYS)[number][];
  /** Code of a shipped set of computed holidays: `nl`, `none`. */
  @IdField() readonly holidayRules!: string;
}

@Event({ privacy: 'P1' })
export class CalendarDayClosed {
  @IdField() readonly calendarId!: string;
  @DateField() readonly day!: LocalDate;
  @TextField({ max: 200 }) readonly reason!: string;
}

/** One validity of a rule of law, such as UWV_DECISION = P4W. */
@Event({ privacy: 'P0' })
export class LegalParameterSet {
  @IdField() readonly code!: string;
  @TextField({ max: 100 }) readonly value!: string;
  @TextField({ max: 40 }) readonly unit!: string;
  @DateField() readonly validFrom!: LocalDate;
  @DateField(optional) readonly validTo?: LocalDate;
  @TextField({ max: 500 }) readonly source!: string;
  @CodeField(CONFIDENCES) readonly confidence!: (typeof CONFIDENCES)[number];
}
