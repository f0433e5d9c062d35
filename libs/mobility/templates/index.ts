import { LEGAL_PARAMETERS } from '../programme-template/parts.js';

/** The templates that come with the program. The files lie beside this one; whoever may read files reads them. */
export const SHIPPED_TEMPLATES = [
  'IND-6',
  'COL-12',
  'IND-3',
  'IND-9',
  'IND-12',
  'VWNW-24',
  'VWNW-18-RIJK',
  'SP2-12',
  'INT-FM',
  'SPR-3',
  'ZZP-6',
  'CC-8',
] as const;

export type ShippedTemplate = (typeof SHIPPED_TEMPLATES)[number];

/** `IND-6` → `IND-6.yaml`. */
export const templateFile = (name: ShippedTemplate): string => `${name}.yaml`;

/** What the shipped templates share. */
export const SHIPPED_PARTS = [
  'START',
  'GUIDANCE',
  'CLOSE',
  'RAISED',
  'REDEPLOYMENT',
  'RULES',
  'STANDARD',
  LEGAL_PARAMETERS,
] as const;

/** The file of a template or a block that others may build on; undefined for what cannot be one. */
export function partFile(name: string): string | undefined {
  if ((SHIPPED_TEMPLATES as readonly string[]).includes(name)) return `${name}.yaml`;
  return /^[A-Za-z][A-Za-z0-9-]*$/.test(name) ? `parts/${name}.yaml` : undefined;
}
