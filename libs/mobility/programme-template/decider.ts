import { localDateOf } from '@overstap/calendar';
import {
  assertNever,
  type CommandsOf,
  conflict,
  type Decider,
  type EventCatalogue,
  type EventsOf,
  invalid,
  notFound,
  type Refusal,
} from '@overstap/kernel';
import { HOME_ZONE } from '../workflow/zone.js';
import { canonical } from './canonical.js';
import { type PublishTemplate, type RetireTemplate } from './commands.js';
import { type TemplateDefinition } from './definition.js';
import { type ProgrammeTemplatePublished, type ProgrammeTemplateRetired } from './events.js';
import { loadTemplate } from './loader.js';
import { type LegalParameterRow, NO_PARTS } from './parts.js';
import { formatProblem } from './problem.js';

export type TemplateCommand = CommandsOf<{
  PublishTemplate: typeof PublishTemplate;
  RetireTemplate: typeof RetireTemplate;
}>;
export type TemplateEvent = EventsOf<{
  ProgrammeTemplatePublished: typeof ProgrammeTemplatePublished;
  ProgrammeTemplateRetired: typeof ProgrammeTemplateRetired;
}>;

export interface TemplateVersion {
  readonly definition: TemplateDefinition;
  readonly retired: boolean;
}

/** Every version that was published, by its number. */
export type TemplateState = ReadonlyMap<number, TemplateVersion>;

/** What a template may name. */
export interface TemplateWorld {
  readonly events: EventCatalogue;
  /** The agency's: where a template names the law, they give the value of the day on which it is published. */
  readonly parameters: readonly LegalParameterRow[];
}

/** Versions never change once published, and each is newer than the last; the same version again is no news. */
export const template: Decider<TemplateState, TemplateCommand, TemplateEvent, TemplateWorld> = {
  initialState: new Map(),

  decide(command, state, world, { now }) {
    switch (command.type) {
      case 'PublishTemplate':
        return publish(command.data, state, world, now);
      case 'RetireTemplate': {
        const { templateId, version, reason } = command.data;
        const published = state.get(version);
        if (!published)
          return state.size === 0
            ? notFound('template-unknown', 'There is no such template; publish it first.')
            : invalid(
                'version',
                'template-version-unknown',
                `Version ${version} was never published; name one that was.`,
              );
        if (published.retired) return [];
        return [{ type: 'ProgrammeTemplateRetired', occurredAt: now, data: { templateId, version, reason } }];
      }
      default:
        return assertNever(command);
    }
  },

  evolve(state, event) {
    const { version } = event.data;
    switch (event.type) {
      case 'ProgrammeTemplatePublished':
        return new Map(state).set(version, { definition: event.data.definition, retired: false });
      case 'ProgrammeTemplateRetired': {
        const published = state.get(version);
        return published ? new Map(state).set(version, { ...published, retired: true }) : state;
      }
      default:
        return assertNever(event);
    }
  },
};

function publish(
  { templateId, text }: PublishTemplate,
  state: TemplateState,
  { events, parameters }: TemplateWorld,
  now: string,
): readonly TemplateEvent[] | Refusal {
  const loaded = loadTemplate(text, templateId, events, {
    ...NO_PARTS,
    today: localDateOf(HOME_ZONE, now),
    parameters,
  });
  if ('problems' in loaded) {
    const shown = loaded.problems.slice(0, MOST_SHOWN).map(formatProblem).join('\n');
    const more = loaded.problems.length > MOST_SHOWN ? `\nand ${loaded.problems.length - MOST_SHOWN} more` : '';
    return invalid(
      'text',
      'template-broken',
      `The template breaks rules; correct it and publish again.\n${shown}${more}`,
    );
  }
  const { template: definition } = loaded;
  const { code, version } = definition;
  if (code !== templateId)
    return invalid('text', 'template-code-differs', `The file is of template ${code}; publish it under that id.`);
  const before = state.get(version);
  if (before && canonical(before.definition) === canonical(definition)) return [];
  const newest = Math.max(0, ...state.keys());
  if (version <= newest)
    return conflict(
      'template-version-taken',
      `Version ${newest} is published and never changes; raise the version to ${newest + 1} or more and publish again.`,
    );
  const { names, programmeType, orientationNorm } = definition;
  return [
    {
      type: 'ProgrammeTemplatePublished',
      occurredAt: now,
      data: { templateId, version, names, programmeType, orientationNorm, definition },
    },
  ];
}

const MOST_SHOWN = 20;
