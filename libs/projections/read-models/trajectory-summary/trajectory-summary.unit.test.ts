import { expect, test } from '@jest/globals';
import { onStream, rowsAfter } from '../testing/fold.js';
import { WrittenLife } from '../testing/lives.js';
import { trajectorySummary } from './index.js';
import { type TrajectorySummary } from './table.js';

test('what is due next is never a milestone that was missed before the person came', () => {
  const life = new WrittenLife('t-1', 'SP2-12');
  life
    .until('2026-09-01')
    .refer({ notifiedOn: '2026-09-01' })
    .say.invite()
    .until('2026-09-02')
    .say.contact()
    .until('2026-09-14')
    .say.intake();
  life.tell('ReportSickLeave', { firstDay: '2025-09-29' }).until('2026-09-20');
  expect(life.clock('deadline.W42')?.status).toBe('EXPIRED');
  const row = rowsAfter<TrajectorySummary>(trajectorySummary, onStream('trajectory-t-1', life.written)).get('t-1');
  expect(row?.next_due_code).toMatch(/^(?!W\d).+/);
});
