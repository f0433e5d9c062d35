import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { landingOf, type Landing, type Observation, proportion } from './index.js';
import { randomCohort, TWELVE } from './testing/cohorts.js';

const REFEREE = fileURLToPath(new URL('./testing/referee.R', import.meta.url));
const COHORTS: readonly (readonly Observation[])[] = [
  TWELVE,
  ...Array.from({ length: 200 }, (_, index) => randomCohort(index + 1)),
];
const HORIZONS = [0, 90, 180, 365];
const restrictedTo = (cohort: number): number => (cohort * 37) % 400;

/** Why R cannot judge here; null when it can. */
function refereeMissing(): string | null {
  const found = spawnSync('Rscript', ['-e', 'library(survival)'], { encoding: 'utf8' });
  if (found.error) return 'Rscript is not installed (Debian: r-base-core, r-cran-survival)';
  return found.status === 0 ? null : 'R lacks the package survival (Debian: r-cran-survival)';
}

const missing = refereeMissing();
if (missing && !process.env['CI']) console.warn(`Skipped, the comparison with R's survival: ${missing}.`);
const suite = missing && !process.env['CI'] ? describe.skip : describe;

/** figure → values by row, of one cohort; null is R's NA. */
type Figures = Map<string, (number | null)[]>;

function askReferee(): Map<number, Figures> {
  if (missing) throw new Error(missing);
  const folder = mkdtempSync(join(tmpdir(), 'referee-'));
  try {
    const path = (name: string): string => join(folder, name);
    const people = COHORTS.flatMap((cohort, index) =>
      cohort.map((one) => `${index + 1},${one.time},${one.cause ?? ''}`),
    );
    const asked = COHORTS.map((_, index) => `${index + 1},${restrictedTo(index)},${HORIZONS.join(' ')}`);
    writeFileSync(path('cohorts.csv'), `cohort,time,cause\n${people.join('\n')}\n`);
    writeFileSync(path('horizons.csv'), `cohort,restrictedTo,days\n${asked.join('\n')}\n`);
    execFileSync('Rscript', [REFEREE, path('cohorts.csv'), path('horizons.csv'), path('figures.csv')]);
    const answer = new Map<number, Figures>();
    for (const line of readFileSync(path('figures.csv'), 'utf8').trim().split('\n').slice(1)) {
      const [cohort, figure, row, value] = line.split(',') as [string, string, string, string];
      const figures = answer.get(Number(cohort)) ?? new Map<string, (number | null)[]>();
      answer.set(Number(cohort), figures);
      const values = figures.get(figure) ?? [];
      figures.set(figure, values);
      values[Number(row)] = value === 'NA' ? null : Number(value);
    }
    return answer;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Says what differs, and by how much, where two columns are not equal to 1e-9. */
function differences(
  name: string,
  ours: readonly (number | null)[],
  theirs: readonly (number | null)[] = [],
): string[] {
  if (ours.length !== theirs.length) return [`${name}: ${ours.length} rows, R has ${theirs.length}`];
  return ours.flatMap((mine, row) => {
    const other = theirs[row] ?? null;
    const equal = mine === null || other === null ? mine === other : Math.abs(mine - other) <= 1e-9;
    return equal ? [] : [`${name}[${row}]: ${mine}, R has ${other}`];
  });
}

const columnOf = (landing: Landing, cause: string): (number | null)[] =>
  landing.incidence.filter((each) => each.cause === cause).map((each) => each.value);
const daysOf = (landing: Landing): number[] => [...new Set(landing.incidence.map((each) => each.day))];
const causesOf = (landing: Landing): string[] => [...new Set(landing.incidence.map((each) => each.cause))];

suite("the same figures as R's survival, to 1e-9", () => {
  let figures: Map<number, Figures>;
  beforeAll(() => {
    figures = askReferee();
  });

  const cohorts = COHORTS.map((observations, index) => ({
    index,
    observations,
    landing: landingOf(observations),
    asked: landingOf(observations, { horizons: HORIZONS, restrictedTo: restrictedTo(index) }),
  }));
  const refereed = (index: number): Figures => figures.get(index + 1) ?? new Map();

  it('has every row and column of the curve', () => {
    const columns = ['day', 'atRisk', 'landed', 'censored', 'survival', 'lower', 'upper'] as const;
    const found = cohorts.flatMap(({ index, landing }) =>
      columns.flatMap((column) =>
        differences(
          `cohort ${index} ${column}`,
          landing.curve.map((row) => row[column]),
          refereed(index).get(`curve.${column}`),
        ),
      ),
    );
    expect(found).toEqual([]);
  });

  it('has the median and its limits, but for the flat half', () => {
    let flat = 0;
    const found = cohorts.flatMap(({ index, landing }) => {
      const ours = [landing.median.value, landing.median.lower, landing.median.upper];
      const smallest = refereed(index).get('median.smallest') ?? [];
      const byR = refereed(index).get('median.R') ?? [];
      const levels = [
        landing.curve.map((row) => row.survival),
        landing.curve.map((row) => row.lower),
        landing.curve.map((row) => row.upper),
      ];
      return [
        ...differences(`cohort ${index} smallest t`, ours, smallest),
        ...ours.flatMap((mine, which) => {
          const isFlatHalf = levels[which]!.some((level) => level !== null && Math.abs(level - 0.5) < 1e-8);
          if (isFlatHalf) flat += 1;
          return isFlatHalf ? [] : differences(`cohort ${index} median ${which}`, [mine], [byR[which] ?? null]);
        }),
      ];
    });
    expect(found).toEqual([]);
    expect(flat).toBeGreaterThan(0);
    expect(flat).toBeLessThan(30);
  });

  it('has the restricted mean, to the last observed time and to a horizon before or after it', () => {
    const found = cohorts.flatMap(({ index, landing, asked }) => [
      ...differences(`cohort ${index} mean`, [landing.restrictedMean.value], refereed(index).get('mean.last')),
      ...differences(`cohort ${index} mean to h`, [asked.restrictedMean.value], refereed(index).get('mean.asked')),
    ]);
    expect(found).toEqual([]);
  });

  it('has the incidence of every cause at every event time', () => {
    const found = cohorts.flatMap(({ index, landing }) => [
      ...differences(`cohort ${index} days`, daysOf(landing), refereed(index).get('incidence.day') ?? []),
      ...causesOf(landing).flatMap((cause) =>
        differences(`cohort ${index} ${cause}`, columnOf(landing, cause), refereed(index).get(`incidence.${cause}`)),
      ),
    ]);
    expect(found).toEqual([]);
  });

  it('has the incidence at fixed horizons, and none where R would stretch what was last seen', () => {
    let unknown = 0;
    const found = cohorts.flatMap(({ index, observations, asked }) => {
      const last = Math.max(...observations.map((one) => one.time));
      const someoneLeft = observations.some((one) => one.cause === null && one.time === last);
      return causesOf(asked).flatMap((cause) => {
        const stretched = refereed(index).get(`horizons.${cause}`) ?? [];
        const known = stretched.map((value, row) => (HORIZONS[row]! > last && someoneLeft ? null : value));
        unknown += known.filter((value) => value === null).length;
        return differences(`cohort ${index} ${cause} at horizons`, columnOf(asked, cause), known);
      });
    });
    expect(found).toEqual([]);
    expect(unknown).toBeGreaterThan(0);
  });

  it('has the Wilson interval of prop.test', () => {
    const shares = [...(figures.get(0) ?? [])];
    expect(shares).toHaveLength(860);
    const found = shares.flatMap(([name, theirs]) => {
      const [numerator, denominator] = name.split('.').slice(1).map(Number);
      const { value, lower, upper } = proportion(numerator!, denominator!);
      return differences(name, [value, lower, upper], theirs);
    });
    expect(found).toEqual([]);
  });
});
