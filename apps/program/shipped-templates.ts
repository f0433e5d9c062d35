import { createHash } from 'node:crypto';
import { localDateOf } from '@overstap/calendar';
import {
  type AgencyState,
  HOME_ZONE,
  legalParametersOf,
  SHIPPED_TEMPLATES,
  SHIPPED_PARTS,
  standAlone,
  templateFile,
  type TemplateParts,
} from '@overstap/mobility';
import { commandIdOf } from '@overstap/commands';
import { type Program } from './program.js';
import { shippedParts, shippedText } from './template-files.js';

/**
 * Publishes the templates that come with the program where the agency does not have this version yet. A file that was published before, and
 * the blocks that it builds on, are not read as YAML again: a start has little time.
 */
export async function publishShippedTemplates(program: Program, tenant: string): Promise<void> {
  const parts = shippedParts(localDateOf(HOME_ZONE, program.clock.now()));
  await setLegalParameters(program, tenant, parts);
  const blocks = SHIPPED_PARTS.map((name) => parts.read(name)?.text ?? '').join('\n');
  for (const name of SHIPPED_TEMPLATES) {
    const file = templateFile(name);
    const text = shippedText(file);
    const names = ['publish-template', tenant, name, checksumOf(`${baseOf(text, parts)}${text}${blocks}`)] as const;
    const { commands } = await program.aggregates.known(tenant, 'template', name);
    if (commands.has(commandIdOf(...names))) continue;
    const data = { templateId: name, text: standAlone(text, file, { ...parts, keepsLaws: true }) };
    const outcome = await program.send(
      { tenant, aggregate: 'template', id: name, type: 'PublishTemplate', data },
      ...names,
    );
    if (outcome.outcome === 'refused')
      program.log.warn(`The shipped template ${name} was not published: ${outcome.refusal.message}`);
  }
}

/** The text that a variant varies. */
const baseOf = (text: string, { read }: TemplateParts): string =>
  read(/^extends: ([\w-]+)$/m.exec(text)?.[1] ?? '')?.text ?? '';

const checksumOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Gives the agency the legal parameters that it has no value of its own for. */
async function setLegalParameters(program: Program, tenant: string, parts: TemplateParts): Promise<void> {
  const { state } = await program.aggregates.known(tenant, 'agency', tenant);
  const known = new Set((state as AgencyState).parameters.map(({ code, validFrom }) => `${code} ${validFrom}`));
  for (const row of legalParametersOf(parts))
    if (!known.has(`${row.code} ${row.validFrom}`))
      await program.send(
        { tenant, aggregate: 'agency', id: tenant, type: 'SetLegalParameter', data: row },
        'legal-parameter',
        tenant,
        checksumOf(JSON.stringify(row)),
      );
}
