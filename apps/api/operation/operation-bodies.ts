import { CodeField, DateField, IdField, InstantField, ListField, TextField } from '@overstap/kernel';

export class MoveClock {
  @InstantField({ description: 'Where the clock shall stand; never before where it stands' }) readonly now!: string;
}
export class TakeBackup {
  @TextField({ max: 4096, description: 'A directory that does not exist yet' }) readonly directory!: string;
}
export class UndoImport {
  @TextField({ max: 500 }) readonly reason!: string;
}
export class ReleaseWave {
  @DateField({ optional: true, description: 'Today unless told' }) readonly inviteOn?: string;
}
export class ErasePerson {
  @TextField({ max: 500 }) readonly reason!: string;
}
export class Rebuild {
  @ListField({ optional: true, description: 'Names of read models; all unless told' }) readonly names?: string[];
}
export class SettleParked {
  @CodeField(['retry', 'skip']) readonly choice!: 'retry' | 'skip';
  @IdField() readonly projection!: string;
  @IdField() readonly tenant!: string;
  @TextField({ max: 300 }) readonly partition!: string;
}
export class Verify {
  @ListField({ optional: true, description: 'Lines of `GET /operation/roots` that were kept elsewhere' })
  readonly roots?: readonly string[];
}
