import { type JsonObject } from '@overstap/kernel';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { sealedSource } from '../sealed-source.js';
import { textIn } from '../standing.js';
import { type PlanFact } from './table.js';
import { TOLD_OF_PLAN } from './told.js';

/** What changes a fact that was told, by the fact's own event or by the placement's id. */
const CHANGES: readonly string[] = ['FactCorrected', 'FactVoided', 'PlacementCorrected', 'PlacementVoided'];
export const PLAN_EVENTS: readonly string[] = [...TOLD_OF_PLAN.keys(), ...CHANGES];

export function applyToPlan(rows: Rows<PlanFact>, event: ProjectedEvent): void {
  const { type, trajectory, programme } = event;
  if (trajectory === undefined || programme === undefined) return;
  const data = event.data as JsonObject;
  if (CHANGES.includes(type)) return changed(rows, event, data);
  const told = TOLD_OF_PLAN.get(type);
  if (!told) return;
  rows.put(event.id, {
    event: event.id,
    trajectory,
    programme,
    section: told.section,
    type,
    revision: event.revision,
    placement: type === 'PlacementRecorded' ? textIn(data, 'placementId') : null,
    clear: part(data, fieldsIn(type, 'clear')),
    sealed: fieldsIn(type, 'sealed').length > 0 ? sealedSource(event, 'search') : [],
  });
}

function changed(rows: Rows<PlanFact>, event: ProjectedEvent, data: JsonObject): void {
  const { type } = event;
  const isIt = type.startsWith('Fact')
    ? (row: Readonly<PlanFact>) => row.event === data['eventId']
    : (row: Readonly<PlanFact>) => row.placement !== null && row.placement === data['placementId'];
  const row = rows.all().find(isIt);
  if (!row) return;
  if (type.endsWith('Voided')) return rows.delete(row.event);
  const clear = type === 'FactCorrected' ? (data['changes'] as JsonObject) : data;
  rows.put(row.event, {
    ...row,
    clear: { ...row.clear, ...part(clear, fieldsIn(row.type, 'clear')) },
    sealed: row.sealed.length > 0 ? [...row.sealed, ...sealedSource(event, 'search')] : row.sealed,
  });
}

/** The told fields of a type that lie in clear, or in the block. */
const fieldsIn = (type: string, where: 'clear' | 'sealed'): readonly string[] => {
  const sealed = EVENT_CATALOGUE.get(type)?.sealed;
  return (TOLD_OF_PLAN.get(type)?.fields ?? []).filter((name) => sealed?.has(name) === (where === 'sealed'));
};

export const part = (data: JsonObject, fields: readonly string[]): JsonObject =>
  Object.fromEntries(fields.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]])));
