import { isLocalDate, ListField, TextField, type FieldOptions } from '@overstap/kernel';
import { ValidateBy } from 'class-validator';

/** Shorthands for a field whose privacy class differs from its event's: `@IdField(P1) goalId`. */
export const P1 = { privacy: 'P1' } as const;
export const P2 = { privacy: 'P2' } as const;
export const P3 = { privacy: 'P3' } as const;
export const P4 = { privacy: 'P4' } as const;
export const P5 = { privacy: 'P5' } as const;
export const optional = { optional: true } as const;

/** Free text of a person's file, up to 10,000 characters; sealed, because people write names and worse into such fields. */
export const RefField = (options: FieldOptions = {}): PropertyDecorator => TextField({ ...options, max: 10_000 });

/** A list of local dates that exist. */
export const DateListField =
  (options: FieldOptions = {}): PropertyDecorator =>
  (target, key) => {
    ListField(options)(target, key);
    ValidateBy(
      {
        name: 'date',
        validator: {
          validate: isLocalDate,
          defaultMessage: () => 'each of $property must be a date that exists, written YYYY-MM-DD',
        },
      },
      { each: true },
    )(target, key);
  };
