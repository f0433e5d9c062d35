import { CREDENTIAL } from '../coach/credentials.js';
import { SUBJECT_REQUEST } from '../participant/requests.js';
import { type Names } from '../programme-template/definition.js';
import { thingOfDuty } from './duties.js';

const KINDS = [CREDENTIAL, SUBJECT_REQUEST];

/** What a duty of the agency is called, by the code of its task or deadline; undefined for a code of a template. */
export const namesOfDuty = (code: string): Names | undefined =>
  KINDS.find((kind) => thingOfDuty(kind, code) !== undefined)?.names;
