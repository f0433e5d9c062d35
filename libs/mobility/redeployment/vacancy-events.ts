import { DateField, Event, IdField, TextField, type LocalDate } from '@overstap/kernel';

/** Vacancies belong to the programme; who is matched to one stands on the trajectory. */

/** Open to the redundant first, until `priorityUntil`. */
@Event({ privacy: 'P1' })
export class InternalVacancyOpened {
  @IdField() readonly vacancyId!: string;
  @DateField() readonly priorityUntil!: LocalDate;
  @TextField({ max: 200 }) readonly function!: string;
  @TextField({ max: 100 }) readonly level!: string;
}

@Event({ privacy: 'P1' })
export class InternalVacancyFilled {
  @IdField() readonly vacancyId!: string;
}
