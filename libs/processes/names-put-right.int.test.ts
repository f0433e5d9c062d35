import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CohortFile } from '@overstap/cohort-files';
import { type ParticipantState } from '@overstap/mobility';
import { readGood } from '../cohort-files/testing/employees.js';
import { AgencyWorld, TENANT } from './testing/agency-world.js';

const sample = (name: string): Promise<CohortFile> =>
  readGood(readFileSync(new URL(`../../samples/${name}`, import.meta.url)));

describe('names that an export wrote without all their letters', () => {
  let world: AgencyWorld;
  let broken: CohortFile;
  let whole: CohortFile;
  beforeAll(async () => {
    world = await AgencyWorld.open();
    await world.openProgramme('REORG');
    [broken, whole] = [await sample('cohort-hr-export.csv'), await sample('cohort-tidy.csv')];
  });
  afterAll(() => world?.close());

  /** Everybody's details by the employer's number, as their streams have them. */
  const details = async () => {
    const people = await world.happened('ParticipantRegistered');
    const states = await Promise.all(
      people.map(({ stream }) => world.aggregates.current(TENANT, 'participant', stream.replace('participant-', ''))),
    );
    return new Map(
      states.flatMap(({ state }) => {
        const known = (state as ParticipantState).details;
        return known ? [[known.externalId, known] as const] : [];
      }),
    );
  };

  test('have them once the file is exported again and imported, and nothing that was changed since is undone', async () => {
    expect(await world.import('REORG', broken)).toMatchObject({ accepted: 312, corrected: 0 });
    const lost = [...(await details()).values()].filter(({ firstName, lastName }) => /\?/.test(firstName + lastName));
    expect(lost.length).toBeGreaterThan(2);
    const [first, second] = lost;
    const change = (id = '', data: object) => world.tell('participant', id, 'ChangeParticipantDetails', data);
    await change(first?.participantId, { firstName: 'Ander', lastName: 'Genoemd' });
    await change(second?.participantId, { phone: '06-11111111' });

    expect(await world.import('REORG', whole)).toMatchObject({ accepted: 0, corrected: lost.length - 1 });
    const after = await details();
    expect(after.get(first?.externalId ?? '')).toMatchObject({ firstName: 'Ander', lastName: 'Genoemd' });
    expect(after.get(second?.externalId ?? '')).toMatchObject({ phone: '06-11111111' });
    for (const { externalId, email } of lost.slice(1)) {
      const { firstName, lastName } = whole.rows.find((row) => row.externalId === externalId) ?? {};
      expect(after.get(externalId)).toMatchObject({ firstName, lastName, email });
    }
    expect(await world.import('REORG', whole)).toMatchObject({ accepted: 0, corrected: 0 });
  });
});
