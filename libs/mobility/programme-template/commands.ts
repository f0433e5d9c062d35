import { type CommandDefinition, IdField, TextField, WholeField } from '@overstap/kernel';
import { LONGEST_TEMPLATE } from './source.js';

/** The text of a template file; it is checked as a file is. */
export class PublishTemplate {
  @IdField() templateId!: string;
  @TextField({ max: LONGEST_TEMPLATE }) text!: string;
}

export class RetireTemplate {
  @IdField() templateId!: string;
  @WholeField({ min: 1 }) version!: number;
  @TextField({ max: 500 }) reason!: string;
}

export const templateCommands: readonly CommandDefinition[] = [
  {
    name: 'PublishTemplate',
    aggregate: 'template',
    body: PublishTemplate,
    roles: ['PROGRAMME_MANAGER', 'SYSTEM'],
    summary: 'Publish a version of a programme template from the text of its file',
  },
  {
    name: 'RetireTemplate',
    aggregate: 'template',
    body: RetireTemplate,
    roles: ['PROGRAMME_MANAGER', 'SYSTEM'],
    summary: 'Let no new programme open on this version of a template',
  },
];
