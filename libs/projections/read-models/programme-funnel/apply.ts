import { localDateOf } from '@overstap/calendar';
import { conclusionOf, type FactLog, HOME_ZONE, pausesOf } from '@overstap/mobility';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { foldPhase, type PhaseStay } from '../phase-history.js';
import { standingOf } from '../standing.js';
import { foldFact } from '../trajectory-facts.js';
import { type FunnelEntry, type FunnelRow } from './table.js';

export function applyToFunnel(rows: Rows<FunnelRow>, event: ProjectedEvent): void {
  const { trajectory, programme = null } = event;
  if (trajectory === undefined) return;
  const before = rows.get(trajectory) ?? { trajectory, programme, entries: [], facts: [], phases: [] };
  const facts = foldFact(before.facts, event);
  const phases = foldPhase(before.phases, event);
  if (facts === before.facts && phases === before.phases) return;
  rows.put(trajectory, {
    trajectory,
    programme: programme ?? before.programme,
    entries: entriesOf(facts, phases),
    facts,
    phases,
  });
}

/** In the order of their days; states before phases of the same day. */
function entriesOf(facts: FactLog, phases: readonly PhaseStay[]): readonly FunnelEntry[] {
  const { referredOn, invitedOn, reachedOn, startedOn, landedOn } = standingOf(facts);
  const conclusion = conclusionOf(facts);
  const states: readonly (readonly [string, string | null | undefined])[] = [
    ['REFERRED', referredOn],
    ['INVITED', invitedOn],
    ['REACHED', reachedOn],
    ['ACTIVE', startedOn],
    ...pausesOf(facts).map(({ from }) => ['PAUSED', localDateOf(HOME_ZONE, from)] as const),
    ['LANDED', landedOn],
    [conclusion?.status ?? 'CLOSED', conclusion?.on],
  ];
  return [
    ...states.flatMap(([stage, on]) => (on ? [{ stage, on }] : [])),
    ...phases.map(({ phase, enteredOn }) => ({ stage: phase, on: enteredOn })),
  ].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}
