import { EVENT_CATALOGUE } from '@overstap/mobility';
import { type OpenSealed } from '@overstap/projections';
import { type Program } from '../../program/index.js';

/** Opens what read models keep sealed. */
export const openerIn =
  ({ codec }: Program): OpenSealed =>
  (events) =>
    codec.open(events, EVENT_CATALOGUE);
