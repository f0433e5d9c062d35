import { type Type } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AggregateCommand, type CommandOutcome } from '@overstap/commands';
import { type AggregateName } from '@overstap/kernel';
import { type Program } from '../../program/index.js';

/** A command on Nest's command bus: one class per aggregate, not one per command. */
export abstract class BusCommand extends Command<CommandOutcome> {
  constructor(readonly command: AggregateCommand) {
    super();
  }
}

export interface AggregateBus {
  readonly command: new (command: AggregateCommand) => BusCommand;
  readonly handler: (program: Program) => ICommandHandler<BusCommand>;
  readonly handlerClass: Type<ICommandHandler<BusCommand>>;
}

/** The bus command of an aggregate and its one generic handler. */
export function aggregateBus(aggregate: AggregateName): AggregateBus {
  class OnAggregate extends BusCommand {}
  Object.defineProperty(OnAggregate, 'name', { value: `${aggregate}Command` });
  @CommandHandler(OnAggregate)
  class Handler implements ICommandHandler<BusCommand> {
    constructor(private readonly program: Program) {}
    execute({ command }: BusCommand): Promise<CommandOutcome> {
      return this.program.commands.handle(command);
    }
  }
  Object.defineProperty(Handler, 'name', { value: `${aggregate}Handler` });
  return { command: OnAggregate, handler: (program) => new Handler(program), handlerClass: Handler };
}
