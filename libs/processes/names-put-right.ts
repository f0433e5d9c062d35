import { type CohortRow, isWholeOf } from '@overstap/cohort-files';
import { type CommandHandler, commandIdOf } from '@overstap/commands';
import { type Actor, inTurns } from '@overstap/kernel';
import { type ParticipantDetailsChanged, type ParticipantState } from '@overstap/mobility';
import { type EmployeeIndex } from './employee-index.js';

/** Somebody whose name came in without all its letters, and the name that a later file has for them. */
export interface NamePutRight {
  readonly participantId: string;
  readonly changes: Pick<ParticipantDetailsChanged, 'firstName' | 'lastName'>;
}

interface Place {
  readonly tenant: string;
  readonly employer: string;
  readonly actor: Actor;
}

const AT_ONCE = 64;

/**
 * What a file that was exported again puts right of people whom the programme has: letters that the first export lost, and nothing else. What a person or a
 * planner changed since is theirs, and no older file changes it back.
 */
export class NamesPutRight {
  constructor(
    private readonly commands: CommandHandler,
    private readonly employees: EmployeeIndex,
  ) {}

  async of({ tenant, employer, actor }: Place, rows: readonly CohortRow[]): Promise<readonly NamePutRight[]> {
    const numbers = rows.map(({ externalId }) => externalId);
    const participants = await this.employees.participantsOf(tenant, employer, numbers);
    const found: NamePutRight[] = [];
    await inTurns(rows, AT_ONCE, async ({ externalId, firstName, lastName }) => {
      const participantId = participants.get(externalId) ?? '';
      const { state } = await this.commands.lookAt({
        ...{ tenant, actor, aggregate: 'participant', id: participantId, type: 'ChangeParticipantDetails', data: {} },
        commandId: commandIdOf('names-put-right', participantId),
      });
      const { details } = state as ParticipantState;
      const changes = {
        ...(isWholeOf(firstName, details?.firstName ?? '') ? { firstName } : {}),
        ...(isWholeOf(lastName, details?.lastName ?? '') ? { lastName } : {}),
      };
      if (Object.keys(changes).length > 0) found.push({ participantId, changes });
    });
    return found;
  }

  async carryOut({ tenant, actor }: Place, checksum: string, names: readonly NamePutRight[]): Promise<void> {
    await inTurns(names, AT_ONCE, async ({ participantId, changes }) => {
      const outcome = await this.commands.handle({
        ...{ tenant, actor, aggregate: 'participant', id: participantId, type: 'ChangeParticipantDetails' },
        data: changes,
        commandId: commandIdOf('names-put-right', checksum, participantId),
      });
      // Who was erased in between has no name to put right.
      if (outcome.outcome === 'refused' && outcome.refusal.kind !== 'conflict')
        throw new Error(`A name could not be put right: ${outcome.refusal.message}`);
    });
  }
}
