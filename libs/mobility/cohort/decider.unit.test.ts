import { describe, expect, it } from '@jest/globals';
import { scenario } from '../../kernel/testing/scenario.js';
import { type CohortEvent } from './catalogue.js';
import { cohort } from './decider.js';

const at = '2026-09-01T08:00:00.000Z';
const { given } = scenario(cohort, undefined);
const made = { cohortId: 'c-1', programmeId: 'REORG-2026', label: 'Autumn' };
const created: CohortEvent = { type: 'CohortCreated', data: made, occurredAt: at };
const file = { batchId: 'b-1', checksum: 'abc', rows: 300 };
const started: CohortEvent = { type: 'CohortImportStarted', data: file, occurredAt: at };
const completed: CohortEvent = {
  type: 'CohortImportCompleted',
  data: { ...file, accepted: 296, rejected: 4 },
  occurredAt: at,
};
const undone: CohortEvent = {
  type: 'CohortImportUndone',
  data: { batchId: 'b-1', reason: 'wrong file' },
  occurredAt: at,
};

describe('a cohort', () => {
  it('is created once', () => {
    given().when({ type: 'CreateCohort', data: made }).then(created);
    given(created).when({ type: 'CreateCohort', data: made }).thenNothing();
    given(created)
      .when({ type: 'CreateCohort', data: { ...made, label: 'Spring' } })
      .thenRefused('cohort-known');
  });

  it('is there before anything is done with it', () => {
    given().when({ type: 'StartCohortImport', data: file }).thenRefused('cohort-unknown');
  });
});

describe('an import into a cohort', () => {
  const again = { ...file, batchId: 'b-2' };

  it('starts for a file that is new here', () => {
    given(created).when({ type: 'StartCohortImport', data: file }).then(started);
  });

  it('goes on under its own batch after it was cut off', () => {
    given(created, started).when({ type: 'StartCohortImport', data: file }).thenNothing();
  });

  it('is refused for a file that came in before, and says as which batch', () => {
    const when = given(created, started, completed).when({ type: 'StartCohortImport', data: again });
    when.thenRefused('import-known');
    expect(when.decision).toMatchObject({ batchId: 'b-1' });
  });

  it('starts anew for a file whose import was undone', () => {
    given(created, started, completed, undone)
      .when({ type: 'StartCohortImport', data: again })
      .thenTypes('CohortImportStarted');
  });

  it('needs a batch id of its own', () => {
    given(created, started, completed)
      .when({ type: 'StartCohortImport', data: { ...file, checksum: 'def' } })
      .thenRefused('batch-taken');
  });

  it('records each refused row once', () => {
    const reject = (...rows: number[]) =>
      given(created, started, {
        type: 'CohortRowRejected',
        data: { batchId: 'b-1', row: 7, code: 'MISSING' },
        occurredAt: at,
      }).when({
        type: 'RejectCohortRows',
        data: { batchId: 'b-1', rows: rows.map((row) => ({ row, code: 'MISSING' as const })) },
      });
    const refused = (row: number): CohortEvent => ({
      type: 'CohortRowRejected',
      data: { batchId: 'b-1', row, code: 'MISSING' },
      occurredAt: at,
    });
    reject(7, 9, 8, 9).then(refused(9), refused(8));
    reject(7).thenNothing();
  });

  it('refuses rows and completion of a batch that is unknown or over', () => {
    const rows = { type: 'RejectCohortRows', data: { batchId: 'b-1', rows: [] } } as const;
    given(created).when(rows).thenRefused('batch-unknown');
    given(created, started, completed).when(rows).thenRefused('batch-ended');
    given(created, started, undone)
      .when({ type: 'CompleteCohortImport', data: { batchId: 'b-1', accepted: 1, rejected: 0 } })
      .thenRefused('batch-ended');
  });

  it('completes once, with no more rows than the file has', () => {
    const complete = (accepted: number, ...before: CohortEvent[]) =>
      given(created, started, ...before).when({
        type: 'CompleteCohortImport',
        data: { batchId: 'b-1', accepted, rejected: 4 },
      });
    complete(296).then(completed);
    complete(296, completed).thenNothing();
    complete(295, completed).thenRefused('batch-ended');
    complete(297).thenRefused('more-than-rows');
  });

  it('is undone once, also when it was cut off', () => {
    const undo = (...before: CohortEvent[]) =>
      given(created, ...before).when({ type: 'UndoCohortImport', data: { batchId: 'b-1', reason: 'wrong file' } });
    undo(started, completed).then(undone);
    undo(started).then(undone);
    undo(started, undone).thenNothing();
    undo().thenRefused('batch-unknown');
  });
});

describe('a wave', () => {
  const today = '2026-09-01';
  const released: CohortEvent = {
    type: 'CohortWaveReleased',
    data: { cohortId: 'c-1', wave: 1, inviteOn: today },
    occurredAt: at,
  };
  const release = (inviteOn: string, ...before: CohortEvent[]) =>
    given(created, ...before).when({ type: 'ReleaseCohortWave', data: { wave: 1, inviteOn } });

  it('is released once, for one day that has come', () => {
    release(today).then(released);
    release(today, released).thenNothing();
    release('2026-08-31', released).thenRefused('wave-released');
    release('2026-09-02').thenRefused('date-in-the-future');
  });

  it('is released again for those whom a later import brought', () => {
    release(today, released, started, completed).then(released);
    release(today, started, completed, released).thenNothing();
  });
});
