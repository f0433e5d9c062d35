import { conflict, type Refusal } from '@overstap/kernel';

/** What shows that a task is done, and how whoever completes it by hand gives it. A fact that completes a task is its evidence itself. */
export const EVIDENCE = ['NONE', 'DOC', 'FORM', 'CONFIRM'] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** What `CompleteTask` tells of it. */
export interface GivenEvidence {
  readonly evidenceRef?: string;
  readonly confirmed?: boolean;
}

const ASKED: Readonly<Record<Exclude<Evidence, 'NONE'>, string>> = {
  DOC: 'a document: give its id as evidenceRef',
  FORM: 'a form: give its id as evidenceRef',
  CONFIRM: 'a confirmation: give confirmed: true',
};

/** The evidence that a task asks for, in the simulation and the demonstration: a reference to nothing that exists. */
export function evidenceAsAsked({ taskId, evidence = 'NONE' }: Asking & { readonly taskId: string }): GivenEvidence {
  if (evidence === 'NONE') return {};
  return evidence === 'CONFIRM' ? { confirmed: true } : { evidenceRef: `${taskId}-evidence` };
}

interface Asking {
  /** Absent in tasks that were spared: nobody completes those. */
  readonly evidence?: Evidence | undefined;
}

/** Refuses a completion without the evidence that the task asks for. */
export function evidenceMissing(
  { evidence = 'NONE' }: Asking,
  { evidenceRef, confirmed }: GivenEvidence,
): Refusal | undefined {
  if (evidence === 'NONE') return undefined;
  if (evidence === 'CONFIRM' ? confirmed === true : evidenceRef !== undefined) return undefined;
  return conflict(
    'evidence-missing',
    `This task asks for ${ASKED[evidence]}; or record what happened, where the template says that it does the task.`,
  );
}
