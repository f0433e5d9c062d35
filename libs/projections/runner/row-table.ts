import pg from 'pg';
import { arrayLiteral, copyTextOf, rowTypes } from './columns.js';
import { type AnyReadModel, type AnyRow } from './read-model.js';
import { type RowChanges, type RowShape } from './row-set.js';
import { type TableWrite } from './table-write.js';

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

/** Loads the rows of one build's table, and says how it is to be written. */
export class RowTable {
  private readonly model: AnyReadModel;
  private readonly copy: string;
  private readonly cells: readonly { readonly name: string; readonly textOf: (value: unknown) => string }[];

  constructor(
    private readonly shape: RowShape,
    private readonly relation: string,
  ) {
    this.model = shape.model;
    const names = shape.columns.map(([name]) => name);
    this.copy = `COPY ${relation} (tenant, ${names.join(', ')}) FROM STDIN`;
    this.cells = shape.columns.map(([name, type]) => ({ name, textOf: copyTextOf(type) }));
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

  /**
   * Encodes the changes at once, so that the fold may go on while they are written. A row that changed is removed and comes anew: an UPDATE from JSON costs
   * three times as much where rows are long, and takes other values than COPY does.
   */
  prepare(changes: readonly TenantChanges[]): TableWrite | undefined {
    const lines: string[] = [];
    const removed: Address[] = [];
    for (const { tenant, inserted, updated, deleted } of changes) {
      for (const id of deleted) removed.push([tenant, id]);
      for (const row of updated) {
        removed.push([tenant, row[this.model.key] as string]);
        lines.push(this.line(tenant, row));
      }
      for (const row of inserted) lines.push(this.line(tenant, row));
    }
    if (lines.length + removed.length === 0) return undefined;
    const { relation, copy } = this;
    return {
      relation,
      // First of all: an id may leave one partition and appear in another within the same batch.
      remove: removed.length > 0 ? { text: this.removal(removed), count: removed.length } : undefined,
      add: lines.length > 0 ? { text: copy, rows: Buffer.from(`${lines.join('\n')}\n`) } : undefined,
    };
  }

  private removal(addresses: readonly Address[]): string {
    const [tenants, ids] = [0, 1].map((nth) => literal(arrayLiteral(addresses.map((each) => each[nth] as string))));
    return `DELETE FROM ${this.relation} t USING unnest(${tenants}::text[], ${ids}::text[]) AS x(tenant, id)
      WHERE t.tenant = x.tenant AND t.${this.model.key} = x.id`;
  }

  /** Joined, and not added up: text that grows by a cell at a time takes twice as long. */
  private line(tenant: string, row: AnyRow): string {
    const cells = [tenantText(tenant)];
    for (const { name, textOf } of this.cells) cells.push(textOf(row[name]));
    return cells.join('\t');
  }
}

const tenantText = copyTextOf('text');

/** `pg` goes through a text character by character, which thousands of ids are too long for. */
const literal = (text: string): string =>
  text.includes('\\') ? pg.escapeLiteral(text) : `'${text.replaceAll("'", "''")}'`;
