import { existsSync, readFileSync } from 'node:fs';
import { type LocalDate } from '@overstap/kernel';
import { partFile, type TemplateParts } from '@overstap/mobility';

/** Where the YAML files lie, from the sources and from the build alike. */
const FOLDER = new URL('../../libs/mobility/templates/', import.meta.url);

/** The text of a shipped file, by its path among the templates. */
export const shippedText = (file: string): string => readFileSync(new URL(file, FOLDER), 'utf8');

/** The shipped templates and blocks that a template may build on, under the law of a day. */
export const shippedParts = (today: LocalDate): TemplateParts => ({
  today,
  read: (name) => {
    const file = partFile(name);
    return file !== undefined && existsSync(new URL(file, FOLDER)) ? { file, text: shippedText(file) } : undefined;
  },
});
