import { TextField } from '@overstap/kernel';

/** A name as both languages of the screen show it. */
export class BilingualName {
  @TextField({ max: 200 }) readonly nl!: string;
  @TextField({ max: 200 }) readonly en!: string;
}
