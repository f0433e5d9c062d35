import { ACCOUNT_LANGUAGES, type AccountLanguage, API_KEY_ROLES } from '@overstap/access';
import { CodeField, ListField, TextField, WholeField } from '@overstap/kernel';

const ROLES = {
  min: 1,
  max: 16,
  description: 'ROLE:id as in COACH:coach-7, or ROLE where it needs no id, as in PLANNER',
};

export class Invite {
  @TextField({ max: 254 }) readonly email!: string;
  @ListField(ROLES) readonly roles!: readonly string[];
  @CodeField(ACCOUNT_LANGUAGES, { optional: true, description: 'nl unless told' }) readonly language?: AccountLanguage;
}

export class ChangeRoles {
  @ListField(ROLES) readonly roles!: readonly string[];
}

export class MakeApiKey {
  @TextField({ max: 60, description: 'What it is for; no names of people' }) readonly name!: string;
  @CodeField(API_KEY_ROLES) readonly role!: (typeof API_KEY_ROLES)[number];
  @WholeField({ optional: true, min: 1, max: 366, description: 'Until it expires; 90 unless told' })
  readonly days?: number;
}
