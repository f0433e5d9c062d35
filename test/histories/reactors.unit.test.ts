import { describe, expect, test } from '@jest/globals';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { WaveReleases } from '@overstap/processes';
import { type Reactor } from '@overstap/projections';
import { Reminders, Webhooks } from '@overstap/reminders';
import { readFileSync, writeFileSync } from 'node:fs';
import { reactorsOf } from '../../apps/program/reactors.js';

/**
 * Which reactors handled a type of event, for every type that there was (docs/extending.md, "A reaction"). `HISTORIES=add npm run jest -- test/histories`
 * adds what is new, unless a version that knew the type would have passed it over under the same name.
 */
type Handled = Readonly<Record<string, readonly string[]>>;
type Named = Pick<Reactor, 'name' | 'types' | 'succeeds'>;

const FILE = new URL('reactors.json', import.meta.url);
const RENAME = 'give it a new name, and let it succeed the old one';
const GONE = 'let another succeed it, or take it out of reactors.json when nobody is to go on with what it did';

function handled(types: readonly string[], reactors: readonly Named[]): Handled {
  const by = (type: string): string[] => reactors.filter((each) => each.types.includes(type)).map(({ name }) => name);
  return Object.fromEntries(types.toSorted().map((type) => [type, by(type).toSorted()]));
}

function problems(before: Handled, reactors: readonly Named[]): string[] {
  const known = new Set(Object.values(before).flat());
  const passedOver = ({ name, types }: Named): string[] =>
    known.has(name) ? types.filter((type) => before[type] !== undefined && !before[type].includes(name)) : [];
  const goOn = new Set(reactors.flatMap(({ name, succeeds }) => [name, succeeds]));
  return [
    ...reactors.flatMap((each) => passedOver(each).map((type) => `${each.name} handles ${type} now: ${RENAME}`)),
    ...[...known].filter((name) => !goOn.has(name)).map((name) => `${name} is gone: ${GONE}`),
  ];
}

const nothing = {} as never;
const webhooks = new Webhooks({
  database: nothing,
  keys: nothing,
  clock: nothing,
  addresses: nothing,
  events: EVENT_CATALOGUE,
});
const reminders = new Reminders({ database: nothing, webhooks } as never);
const reactors = reactorsOf(nothing, new WaveReleases(nothing), reminders);
const now = handled([...EVENT_CATALOGUE.keys()], reactors);
const recorded = (): Handled => JSON.parse(readFileSync(FILE, 'utf8')) as Handled;

if (process.env['HISTORIES'] !== undefined && problems(recorded(), reactors).length === 0) {
  const lines = Object.entries(now).map(
    ([type, names]) => `  "${type}": [${names.map((each) => `"${each}"`).join(', ')}]`,
  );
  writeFileSync(FILE, `{\n${lines.join(',\n')}\n}\n`);
}

describe('what reacts to an event', () => {
  test('did so under its name in every version that knew the event', () => {
    expect(problems(recorded(), reactors)).toEqual([]);
  });

  test('is recorded, for every type of event', () => {
    const how = 'Run HISTORIES=add npm run jest -- test/histories, and commit what it changes.';
    expect({ handled: recorded(), how }).toEqual({ handled: now, how });
  });
});

describe('a reactor', () => {
  const before = { Invited: ['news'], Landed: [] };

  test('that begins to handle what was there already has another name, and succeeds the old one', () => {
    const more = { name: 'news', types: ['Invited', 'Landed'] };
    expect(problems(before, [more])).toEqual([`news handles Landed now: ${RENAME}`]);
    expect(problems(before, [{ ...more, name: 'news.2', succeeds: 'news' }])).toEqual([]);
    expect(problems(before, [{ ...more, name: 'news.2' }])).toEqual([`news is gone: ${GONE}`]);
  });

  test('may begin to handle what no version knew, and less than it did; a new one may handle anything', () => {
    expect(problems(before, [{ name: 'news', types: ['Invited', 'Moved'] }])).toEqual([]);
    expect(problems(before, [{ name: 'news', types: [] }])).toEqual([]);
    expect(
      problems(before, [
        { name: 'news', types: ['Invited'] },
        { name: 'letters', types: ['Landed'] },
      ]),
    ).toEqual([]);
  });
});
