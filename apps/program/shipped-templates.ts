import { SHIPPED_TEMPLATES, templateFile } from '@overstap/mobility';
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { type Program } from './program.js';

/** Where the YAML files lie, from the sources and from the build alike. */
const FOLDER = new URL('../../libs/mobility/templates/', import.meta.url);

/** Publishes the templates that come with the program where the agency does not have this version yet. */
export async function publishShippedTemplates(program: Program, tenant: string): Promise<void> {
  for (const name of SHIPPED_TEMPLATES) {
    const text = await readFile(new URL(templateFile(name), FOLDER), 'utf8');
    const checksum = createHash('sha256').update(text).digest('hex');
    const outcome = await program.send(
      { tenant, aggregate: 'template', id: name, type: 'PublishTemplate', data: { templateId: name, text } },
      'publish-template',
      tenant,
      name,
      checksum,
    );
    if (outcome.outcome === 'refused')
      program.log.warn(`The shipped template ${name} was not published: ${outcome.refusal.message}`);
  }
}
