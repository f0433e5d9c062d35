import type pg from 'pg';
import { copyText, rowTypes } from './columns.js';
import { copyIn } from './copy-in.js';
import { type AnyReadModel, type AnyRow } from './read-model.js';
import { ReadModelError, type RowChanges, type RowShape } from './row-set.js';

/** The changes of one partition, with the tenant that its rows belong to. */
export interface TenantChanges extends RowChanges {
  readonly tenant: string;
}

/** A partition or a row, by tenant and id. */
export type Address = readonly [tenant: string, id: string];

export interface LoadedRow {
  readonly tenant: string;
  readonly row: AnyRow;
}

/** Loads and writes the rows of one build's table. */
export class RowTable {
  private readonly model: AnyReadModel;
  private readonly copy: string;
  private readonly update: string;
  private readonly remove: string;

  constructor(
    private readonly shape: RowShape,
    private readonly relation: string,
  ) {
    this.model = shape.model;
    const names = shape.columns.map(([name]) => name);
    const typed = shape.columns.map(([name, type]) => `${name} ${type}`).join(', ');
    const values = names.filter((name) => name !== this.model.key);
    this.copy = `COPY ${relation} (tenant, ${names.join(', ')}) FROM STDIN`;
    this.update = `UPDATE ${relation} t SET ${values.map((name) => `${name} = x.${name}`).join(', ') || `${this.model.key} = x.${this.model.key}`}
      FROM json_to_recordset($1::json) AS x(tenant text, ${typed}) WHERE t.tenant = x.tenant AND t.${this.model.key} = x.${this.model.key}`;
    this.remove = `DELETE FROM ${relation} t USING unnest($1::text[], $2::text[]) AS x(tenant, id) WHERE t.tenant = x.tenant AND t.${this.model.key} = x.id`;
  }

  /** All rows of these partitions, or the rows with these ids. */
  async load(
    client: pg.Pool | pg.ClientBase,
    by: 'partition' | 'key',
    addresses: readonly Address[],
  ): Promise<LoadedRow[]> {
    const column = this.model[by];
    const { rows } = await client.query<Record<string, unknown> & { tenant: string }>({
      name: `load ${by} ${this.relation}`,
      text: `SELECT t.tenant, ${this.shape.columns.map(([name]) => `t.${name}`).join(', ')} FROM ${this.relation} t
        JOIN unnest($1::text[], $2::text[]) AS x(tenant, id) ON t.tenant = x.tenant AND t.${column} = x.id`,
      values: [addresses.map(([tenant]) => tenant), addresses.map(([, id]) => id)],
      types: rowTypes,
    });
    return rows.map(({ tenant, ...row }) => ({ tenant, row }));
  }

  /** Encodes the changes at once, so that the fold may go on while they are written. */
  prepare(changes: readonly TenantChanges[]): ((client: pg.ClientBase) => Promise<void>) | undefined {
    const lines: string[] = [];
    const updated: AnyRow[] = [];
    const removed: Address[] = [];
    for (const change of changes) {
      for (const row of change.inserted) lines.push(this.line(change.tenant, row));
      for (const row of change.updated) updated.push({ tenant: change.tenant, ...row });
      for (const id of change.deleted) removed.push([change.tenant, id]);
    }
    if (lines.length + updated.length + removed.length === 0) return undefined;
    const copied = lines.length > 0 ? Buffer.from(lines.join('')) : undefined;
    const json = updated.length > 0 ? JSON.stringify(updated) : undefined;
    return async (client) => {
      // Deletes first: an id may leave one partition and appear in another within the same batch.
      if (removed.length > 0)
        await client.query(this.remove, [removed.map(([tenant]) => tenant), removed.map(([, id]) => id)]);
      if (json !== undefined) {
        const { rowCount } = await client.query(this.update, [json]);
        if (rowCount !== updated.length) throw new ReadModelError(`${this.relation} lacks rows that it held before`);
      }
      if (copied) await copyIn(client, this.copy, copied);
    };
  }

  private line(tenant: string, row: AnyRow): string {
    let line = copyText('text', tenant);
    for (const [name, type] of this.shape.columns) line += `\t${copyText(type, row[name])}`;
    return `${line}\n`;
  }
}
