import { type Ids } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { createHmac, randomBytes } from 'node:crypto';

/**
 * Finds a person again by the employer's number, by a hash under a secret of the tenant. The number itself lies nowhere but in the sealed
 * block of the person's registration.
 */
export class EmployeeIndex {
  private readonly secrets = new Map<string, Buffer>();

  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
  ) {}

  /** The numbers, of these, of people whom the programme has already. */
  async enrolled(
    tenant: string,
    employer: string,
    programme: string,
    numbers: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const hashes = await this.hashes(tenant, employer, numbers);
    const { rows } = await this.database.worker.query<{ employee_hash: Buffer }>(
      `SELECT employee_hash FROM employee_index JOIN enrolment USING (tenant, participant)
       WHERE tenant = $1 AND employer = $2 AND programme = $3 AND employee_hash = ANY($4)`,
      [tenant, employer, programme, hashes],
    );
    const found = new Set(rows.map(({ employee_hash: hash }) => hash.toString('hex')));
    return new Set(numbers.filter((_, index) => found.has(hashes[index]?.toString('hex') ?? '')));
  }

  /** The participant of each number; a new one for a number that is not known. Two imports at once agree on it. */
  async participantsOf(
    tenant: string,
    employer: string,
    numbers: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const hashes = await this.hashes(tenant, employer, numbers);
    await this.database.worker.query(
      `INSERT INTO employee_index SELECT $1, $2, hash, participant FROM unnest($3::bytea[], $4::uuid[]) AS row (hash, participant)
       ON CONFLICT DO NOTHING`,
      [tenant, employer, hashes, numbers.map(() => this.ids.next())],
    );
    const { rows } = await this.database.worker.query<{ employee_hash: Buffer; participant: string }>(
      'SELECT employee_hash, participant FROM employee_index WHERE tenant = $1 AND employer = $2 AND employee_hash = ANY($3)',
      [tenant, employer, hashes],
    );
    const found = new Map(rows.map(({ employee_hash: hash, participant }) => [hash.toString('hex'), participant]));
    return new Map(numbers.map((number, index) => [number, found.get(hashes[index]?.toString('hex') ?? '') ?? '']));
  }

  /** Forgets a person: their number leads nowhere any more. */
  async forget(tenant: string, participant: string): Promise<void> {
    await this.database.worker.query('DELETE FROM employee_index WHERE tenant = $1 AND participant = $2', [
      tenant,
      participant,
    ]);
  }

  private async hashes(tenant: string, employer: string, numbers: readonly string[]): Promise<Buffer[]> {
    const secret = await this.secretOf(tenant);
    return numbers.map((number) =>
      createHmac('sha256', secret)
        .update(JSON.stringify([employer, number.trim().toLowerCase()]))
        .digest(),
    );
  }

  private async secretOf(tenant: string): Promise<Buffer> {
    const known = this.secrets.get(tenant);
    if (known) return known;
    await this.database.worker.query('INSERT INTO tenant_secret VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      tenant,
      'employee-index',
      randomBytes(32),
    ]);
    const { rows } = await this.database.worker.query<{ secret: Buffer }>(
      'SELECT secret FROM tenant_secret WHERE tenant = $1 AND purpose = $2',
      [tenant, 'employee-index'],
    );
    const secret = rows[0]?.secret;
    if (!secret) throw new Error('The secret of the employee index could not be made.');
    this.secrets.set(tenant, secret);
    return secret;
  }
}
