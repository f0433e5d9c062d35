import { type AggregateCommand, commandIdOf, type CommandOutcome } from '@overstap/commands';
import { type Clock } from '@overstap/kernel';
import { type DueStream } from './due-table.js';

/** Where commands go; the program's `CommandHandler`. */
export interface Commands {
  handle(command: AggregateCommand): Promise<CommandOutcome>;
}

/** The program itself, as the actor of what time brings about. */
export const REMINDERS = { type: 'SYSTEM', id: 'reminders' } as const;

/** Others kept writing to the stream; the job is to be tried again. */
export class StreamBusy extends Error {}
/** The stream refuses: it does not exist, or its rules cannot be read. */
export class FallDueRefused extends Error {
  constructor(readonly code: string) {
    super(`A stream refuses what is due on it: ${code}`);
  }
}

/**
 * Lets a stream append what is due on it. Harmless however often and however late it is asked: the command's id follows from the moment, and a stream on
 * which nothing is due appends nothing. Answers false when the moment has not come by the program's clock.
 */
export async function fallDue(due: DueStream, commands: Commands, clock: Clock): Promise<boolean> {
  const { tenant, aggregate, id, at } = due;
  if (clock.now() < at) return false;
  let commandId = commandIdOf('fall-due', tenant, aggregate, id, at);
  for (;;) {
    const outcome = await commands.handle({
      tenant,
      aggregate,
      id,
      type: 'FallDue',
      data: { at },
      commandId,
      actor: REMINDERS,
    });
    switch (outcome.outcome) {
      case 'conflict':
        throw new StreamBusy('Others kept writing to a stream on which something is due');
      case 'refused':
        throw new FallDueRefused(outcome.refusal.code);
      case 'done':
        if (!outcome.duplicate) return true;
        // Carried out before, yet something is due at that moment again, as when a voided pause brought it back. The revision tells the two apart.
        commandId = commandIdOf(commandId, String(outcome.revision));
    }
  }
}
