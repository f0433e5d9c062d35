import { describe, expect, it } from '@jest/globals';
import { answered, run } from '../testing/world.js';

describe('overstap wave', () => {
  const POST = 'POST /programmes/P/waves/1/release';
  const GET = 'GET /programmes/P/waves/1';
  const wave = { wave: 1, people: 3, invited: 3, passedOver: 0, released: true, complete: true };

  it('waits until everybody of it is invited, and tells how far it is meanwhile', async () => {
    const looks = [
      { ...wave, invited: 2, complete: false },
      { ...wave, invited: 2, passedOver: 1 },
    ];
    const { out, err } = await run(['wave', 'release', '1', '--programme', 'P'], {
      answers: {
        [POST]: { ...wave, invited: 1, complete: false },
        [GET]: () => Promise.resolve(answered(looks.shift())),
      },
    });
    expect(err).toBe('1 of 3 people invited\n2 of 3 people invited\n');
    expect(out).toBe('Wave 1 is released: 2 people invited, 1 passed over who declined or were closed.\n');
  });

  it('says so where it was released before, and who had been invited', async () => {
    const again = { ...wave, invitedBefore: 3, releasedBefore: '2026-09-01' };
    const twice = await run(['wave', 'release', '1', '--programme', 'P'], { answers: { [POST]: again } });
    expect(twice.out).toBe(
      'Wave 1 was released before, as of 2026-09-01, and nobody is invited twice: 3 people invited.\n',
    );
    const more = await run(['wave', 'release', '1', '--programme', 'P'], {
      answers: { [POST]: { ...wave, invitedBefore: 2 } },
    });
    expect(more.out).toBe('Wave 1 is released: 3 people invited; 2 of them had been invited before.\n');
  });

  it('does not wait when told so, and says how to watch', async () => {
    const { out } = await run(['wave', 'release', '1', '--programme', 'P', '--no-wait'], {
      answers: { [POST]: { ...wave, invited: 1, complete: false } },
    });
    expect(out).toBe('Wave 1 is released: 1 of 3 people invited.\nWatch it: overstap wave show 1 --programme P\n');
  });

  it.each([
    [wave, 'Wave 1: 3 people invited.\n'],
    [{ ...wave, invited: 2, complete: false }, 'Wave 1: 2 of 3 people invited; under way.\n'],
    [
      { ...wave, invited: 2, complete: false, stuck: 'concurrent-change' },
      'Wave 1: 2 of 3 people invited (stands still for the moment: concurrent-change); under way.\n',
    ],
    [{ ...wave, invited: 0, released: false, complete: false }, 'Wave 1 is not released: 3 people wait.\n'],
  ])('shows how far it is', async (answer, text) => {
    const { out } = await run(['wave', 'show', '1', '--programme', 'P'], { answers: { [GET]: answer } });
    expect(out).toBe(text);
  });
});
