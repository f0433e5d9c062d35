import { commandIdOf } from '@overstap/commands';
import { type Actor } from '@overstap/kernel';
import { type ParticipantState, requestsOf } from '@overstap/mobility';
import { type Program } from '../../program/index.js';
import { refusalProblem } from '../http/problem.js';

/** What a copy of the file answers. */
const ANSWERED: readonly string[] = ['ACCESS', 'PORT'];
/** The agency gave no time for an answer: the copy is there all the same. */
const NO_TIME_BY_LAW = 'law-unknown';

/** What a person asked for and a copy of their file answers. */
export const openRequestsIn = (person: ParticipantState) =>
  requestsOf(person).filter(({ kind, answeredOn }) => answeredOn === undefined && ANSWERED.includes(kind));

/**
 * A copy answers every open request for one. Who asks for a copy without having asked before has asked now: the log says so, and that it was
 * answered.
 */
export async function answerRequests(
  { aggregates, commands, send }: Program,
  tenant: string,
  participant: string,
  { actor, file }: { readonly actor: Actor; readonly file: string },
): Promise<void> {
  const { state } = await aggregates.current(tenant, 'participant', participant);
  const open = openRequestsIn(state as ParticipantState);
  const address = { tenant, aggregate: 'participant', id: participant } as const;
  if (open.length === 0) {
    const data = { requestId: file, kind: 'ACCESS' };
    const commandId = commandIdOf('person-file', file);
    const asked = await commands.handle({ ...address, type: 'ReceiveSubjectRequest', data, actor, commandId });
    if (asked.outcome === 'refused' && asked.refusal.code === NO_TIME_BY_LAW) return;
    if (asked.outcome === 'refused') throw refusalProblem(asked.refusal);
  }
  for (const requestId of open.length === 0 ? [file] : open.map((each) => each.requestId)) {
    const outcome = await send(
      { ...address, type: 'FulfilSubjectRequest', data: { requestId } },
      'person-file',
      file,
      requestId,
    );
    if (outcome.outcome === 'refused') throw refusalProblem(outcome.refusal);
  }
}
