import { type Instant } from '@overstap/kernel';
import { type Database, type MigrationSet, tenantTable } from '@overstap/platform';
import { type PersonalDataCodec } from '@overstap/privacy';
import { type PersonFile } from './person-file.js';

/** A copy waits here to be fetched, under the person's own identity key: whoever is erased has none any more. */
export const personFileMigrations: MigrationSet = {
  name: 'person-file',
  steps: {
    '001-person-file':
      tenantTable(
        'person_file',
        `id uuid NOT NULL, participant text NOT NULL, made_at timestamptz(3) NOT NULL, expires_at timestamptz(3) NOT NULL, sealed text NOT NULL,
         PRIMARY KEY (tenant, id)`,
        { reader: ['SELECT', 'INSERT'], worker: ['SELECT', 'DELETE'] },
      ) +
      'CREATE INDEX person_file_of ON person_file (tenant, participant); CREATE INDEX person_file_expiry ON person_file (expires_at);',
    // Older ones count as the person's own: an officer who still needs one makes another.
    '002-person-file-for-officer': 'ALTER TABLE person_file ADD COLUMN for_officer boolean NOT NULL DEFAULT false;',
  },
};

/** Who fetches a copy: the person theirs, whoever made it; an officer those alone that an officer made on the person's request. */
export type FetchedBy = 'person' | 'officer';

export interface KeptFile {
  readonly id: string;
  readonly madeAt: Instant;
  readonly expiresAt: Instant;
}

const place = (id: string, subject: string) =>
  ({ table: 'person_file', row: id, subject, category: 'identity' }) as const;

/** Copies that were made and not fetched too late. */
export class PersonFiles {
  constructor(
    private readonly database: Pick<Database, 'readAs' | 'worker'>,
    private readonly codec: Pick<PersonalDataCodec, 'sealText' | 'openText'>,
  ) {}

  /** Throws SubjectErasedError for somebody who was erased. */
  async keep(tenant: string, { id, madeAt, expiresAt }: KeptFile, file: PersonFile, by: FetchedBy): Promise<void> {
    const { participant } = file;
    const sealed = await this.codec.sealText(tenant, place(id, participant), JSON.stringify(file));
    await this.database.readAs(tenant, (client) =>
      client.query(
        `INSERT INTO person_file (tenant, id, participant, made_at, expires_at, sealed, for_officer)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [tenant, id, participant, madeAt, expiresAt, sealed, by === 'officer'],
      ),
    );
  }

  /** Undefined for one of somebody else, one that is past its time, and one whose person was erased. */
  async open(
    tenant: string,
    participant: string,
    id: string,
    { by, now }: { readonly by: FetchedBy; readonly now: Instant },
  ): Promise<PersonFile | undefined> {
    const { rows } = await this.database.readAs(tenant, (client) =>
      client.query<{ sealed: string }>(
        'SELECT sealed FROM person_file WHERE id = $1 AND participant = $2 AND expires_at > $3 AND (for_officer OR $4)',
        [id, participant, now, by === 'person'],
      ),
    );
    const sealed = rows[0]?.sealed;
    const text = sealed === undefined ? undefined : await this.codec.openText(tenant, place(id, participant), sealed);
    return text === undefined ? undefined : (JSON.parse(text) as PersonFile);
  }

  async of(
    tenant: string,
    participant: string,
    { by, now }: { readonly by: FetchedBy; readonly now: Instant },
  ): Promise<readonly KeptFile[]> {
    const { rows } = await this.database.readAs(tenant, (client) =>
      client.query<{ id: string; made_at: Date; expires_at: Date }>(
        `SELECT id, made_at, expires_at FROM person_file
         WHERE participant = $1 AND expires_at > $2 AND (for_officer OR $3) ORDER BY made_at, id`,
        [participant, now, by === 'person'],
      ),
    );
    return rows.map(({ id, made_at, expires_at }) => ({
      id,
      madeAt: made_at.toISOString(),
      expiresAt: expires_at.toISOString(),
    }));
  }

  /** Deletes those past their time. */
  async dropExpired(now: Instant): Promise<void> {
    await this.database.worker.query('DELETE FROM person_file WHERE expires_at <= $1', [now]);
  }
}
