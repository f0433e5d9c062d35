import { describe, expect, it } from '@jest/globals';
import { isPublic, kebab, pathOfCommand } from '@overstap/kernel';
import { COMMANDS } from '@overstap/mobility';
import { commandNamed, routeOf } from './command-route.js';

describe('the route of a command', () => {
  it('is the one that the API serves, for every command that people may send', () => {
    for (const definition of COMMANDS.filter(isPublic)) {
      const found = commandNamed(definition.aggregate, kebab(definition.name));
      expect(found).toBe(definition);
      expect(routeOf(found, 'x-1', {}).path).toBe(pathOfCommand(definition).replace('{id}', 'x-1'));
    }
  });

  it('keeps an id one part of the path', () => {
    const definition = commandNamed('trajectory', 'hold-intake');
    expect(routeOf(definition, '../a b', {}).path).toBe('/trajectories/..%2Fa%20b/hold-intake');
  });

  it('is refused for a command of the program’s own', () => {
    const own = COMMANDS.filter((each) => !isPublic(each));
    expect(own.length).toBeGreaterThan(0);
    for (const { aggregate, name } of own)
      expect(() => commandNamed(aggregate, kebab(name))).toThrow(/no command of this name/);
  });
});
