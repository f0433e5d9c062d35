import { describe, expect, test } from '@jest/globals';
import { NestedField, TextField } from './fields.js';
import { validate } from './validation.js';

class Address {
  @TextField() readonly street!: string;
  @TextField({ optional: true }) readonly town?: string;
}
class Person {
  @TextField() readonly name!: string;
  @NestedField(() => Address) readonly address!: Address;
  @NestedField(() => Address, { list: true, optional: true }) readonly earlier?: readonly Address[];
}

describe('what is held against a payload class', () => {
  test('has no field that need not be given and is null, however deep', () => {
    const checked = validate(Person, {
      name: 'Eva',
      address: { street: 'Kade 1', town: null },
      earlier: [{ street: 'Dam 2', town: null }],
    });
    expect(checked).toEqual({
      value: { name: 'Eva', address: { street: 'Kade 1' }, earlier: [{ street: 'Dam 2' }] },
    });
    expect(JSON.stringify(checked)).not.toContain('null');
    expect(validate(Person, { name: 'Eva', address: { street: 'Kade 1' }, earlier: null })).toEqual({
      value: { name: 'Eva', address: { street: 'Kade 1' } },
    });
  });

  test('keeps its rules: what must be given is not null, what is one thing is no list', () => {
    const fields = (plain: object) => {
      const checked = validate(Person, plain);
      return 'problems' in checked ? checked.problems.map(({ field, rule }) => `${field} ${rule}`) : [];
    };
    expect(fields({ name: null, address: { street: 'Kade 1' } })).toEqual(
      expect.arrayContaining([expect.stringMatching(/^name /)]),
    );
    expect(fields({ name: 'Eva', address: [] })).toEqual(['address object']);
    expect(fields({ name: 'Eva', address: [{ street: 'Kade 1' }] })).toContain('address object');
    expect(fields({ name: 'Eva', address: { street: 'Kade 1' }, colour: 'red' })).toEqual(['colour unknownField']);
  });
});
