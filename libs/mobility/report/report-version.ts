import { CodeField, DateField, IdField, type LocalDate } from '@overstap/kernel';
import { REPORT_AUDIENCES, REPORT_TYPES } from './codes.js';

/** A report about one person, for one audience, over a period. What it says is a document; here is only its hash. */
export class ReportVersion {
  @IdField() readonly reportId!: string;
  @CodeField(REPORT_TYPES) readonly type!: (typeof REPORT_TYPES)[number];
  @CodeField(REPORT_AUDIENCES) readonly audience!: (typeof REPORT_AUDIENCES)[number];
  /** First and last day that it covers. */
  @DateField() readonly from!: LocalDate;
  @DateField() readonly to!: LocalDate;
  /** SHA-256 of the document, in hexadecimal. */
  @IdField() readonly hash!: string;
}
