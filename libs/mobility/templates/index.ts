/** The templates that come with the program. The files lie beside this one; whoever may read files reads them. */
export const SHIPPED_TEMPLATES = ['IND-6', 'COL-12'] as const;

export type ShippedTemplate = (typeof SHIPPED_TEMPLATES)[number];

/** `IND-6` → `IND-6.yaml`. */
export const templateFile = (name: ShippedTemplate): string => `${name}.yaml`;
