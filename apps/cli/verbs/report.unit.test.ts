import { describe, expect, it } from '@jest/globals';
import { run } from '../testing/world.js';

describe('overstap report', () => {
  const REPORT = {
    programme: 'P',
    asOf: '2027-01-01',
    referred: 3,
    phases: { ACTIVE: 2, LANDED: 1 },
    measures: [
      {
        code: 'M1',
        name: 'Landed of all referred',
        numerator: 1,
        denominator: 3,
        censored: 2,
        unknown: 0,
        value: 1 / 3,
        lower: 0.06,
        upper: 0.79,
      },
    ],
    landing: {
      curve: [{ day: 90, atRisk: 3, landed: 1, censored: 0, survival: 2 / 3, lower: 0.05, upper: 0.95 }],
      median: { value: null, lower: null, upper: null },
      incidence: [{ cause: 'landed', day: 90, value: 1 / 3 }],
      restrictedMean: { horizon: 180, value: 150.25 },
    },
  };
  const ROUTE = 'GET /programmes/P/report';

  it('is a table with everybody a figure counts and leaves out', async () => {
    const { exitCode, out, err, requests } = await run(['report', 'P', '--as-of', '2027-01-01'], {
      answers: { [ROUTE]: REPORT },
    });
    expect([exitCode, err]).toEqual([0, '']);
    expect(requests[0]?.url.search).toBe('?asOf=2027-01-01');
    expect(out).toMatch(/M1 +Landed of all referred +1 +3 +2 +0 +33\.3 % /);
    expect(out).toMatch(/Median days to landing: not reached/);
  });

  it('is for a script what the program answered, and says when the clock has not come that far', async () => {
    const { out, err } = await run(['report', 'P', '--as-of', '2030-01-01', '--json'], {
      answers: { [ROUTE]: REPORT },
    });
    expect(JSON.parse(out)).toEqual(REPORT);
    expect(err).toMatch(/answered as of 2027-01-01/);
  });

  it('is CSV as the program writes it', async () => {
    const { out, requests } = await run(['report', 'P', '--as-of', '2027-01-01', '--csv'], {
      answers: { [ROUTE]: 'code,value\r\nM1,1\r\n' },
    });
    expect(out).toBe('code,value\r\nM1,1\r\n');
    expect(requests[0]?.url.searchParams.get('format')).toBe('csv');
  });
});
