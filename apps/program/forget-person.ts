import { erasePerson } from '@overstap/processes';
import { type Program } from './program.js';

/** Erases a person with their account and its sessions. */
export async function forgetPerson(
  program: Program,
  tenant: string,
  participant: string,
  reason: 'REQUEST' | 'RETENTION',
): Promise<void> {
  await program.access.accounts.removeOf(tenant, { role: 'PARTICIPANT', ref: participant });
  await erasePerson({ ...program, dataDir: program.settings.dataDir }, tenant, participant, reason);
}
