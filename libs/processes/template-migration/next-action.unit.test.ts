import { describe, expect, test } from '@jest/globals';
import { type MigrationPreview } from '@overstap/mobility';
import { nextAction } from './next-action.js';
import { digestOf } from './plan.js';

describe('the next step for one trajectory', () => {
  const preview: MigrationPreview = {
    phases: { before: [], after: [] },
    clocks: [],
    tasks: { fallAway: [], arise: [], spared: [] },
  };
  const blocker = { code: 'phase-unmapped', message: 'say where it goes' };
  const shown = (what: MigrationPreview) => ({ preview: what, digest: digestOf(what) });

  test('is to send, to write down that it is done, or to leave it', () => {
    expect(nextAction(shown(preview), { preview, done: false })).toEqual({ do: 'send' });
    expect(nextAction(shown(preview), { preview: { ...preview, blocker }, done: true })).toEqual({
      do: 'settle',
      status: 'MIGRATED',
    });
    expect(nextAction(shown({ ...preview, blocker }), { preview: { ...preview, blocker }, done: false })).toEqual({
      do: 'settle',
      status: 'BLOCKED',
      why: 'say where it goes',
    });
    expect(nextAction(shown(preview), { preview: { ...preview, blocker }, done: false })).toMatchObject({
      do: 'settle',
      status: 'CHANGED',
    });
  });
});
