import { Body, Controller, Get, HttpCode, Inject, Post, Req, type Type } from '@nestjs/common';
import { DEFAULT_QUIET_HOURS } from '@overstap/calendar';
import { CodeField, FlagField, NestedField, type PayloadClass, TextField, validate } from '@overstap/kernel';
import {
  type LanguageCode,
  LANGUAGES,
  MAIL_PREFERENCES,
  type MailPreference,
  type MessagePreference,
  preferenceOf,
  type Recipient,
  setPreference,
  TENANT_DEFAULT,
} from '@overstap/reminders';
import { type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { type RouteRules } from '../access/route-rules.js';
import { invalidProblem } from '../http/problem.js';
import { contextOf } from '../http/request-context.js';

class QuietHoursBody {
  @TextField({ min: 5, max: 5, description: 'HH:MM; with the same time twice no night is quiet' })
  readonly from!: string;
  @TextField({ min: 5, max: 5, description: 'HH:MM; before `from`: of the next day' }) readonly to!: string;
  @FlagField({ optional: true, description: 'Weekends are quiet throughout; true unless told' })
  readonly weekends?: boolean;
  @FlagField({ optional: true, description: 'Holidays are quiet throughout; true unless told' })
  readonly holidays?: boolean;
}

/** What holds for whoever of the tenant did not say; everybody's language is their own. */
export class SetDefaultPreference {
  @CodeField(MAIL_PREFERENCES, { optional: true, description: 'As the ladder says unless told' })
  readonly mail?: MailPreference;
  @NestedField(() => QuietHoursBody, { optional: true }) readonly quietHours?: QuietHoursBody;
}

export class SetPreference extends SetDefaultPreference {
  @CodeField(Object.keys(LANGUAGES), { optional: true, description: 'Of mails; that of the account unless told' })
  readonly language?: LanguageCode;
}

/** Whom the routes are for. */
export const PREFERENCE_RULES = {
  'GET /message-preference': 'signed-in',
  'POST /message-preference': 'signed-in',
  'POST /message-preference/default': ['PROGRAMME_MANAGER'],
} as const satisfies RouteRules;

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** How people want to be told; what is not given is as for everybody. */
export function preferenceController(): Type {
  @Controller('message-preference')
  class PreferenceController {
    constructor(@Inject(PROGRAM) private readonly program: Program) {}

    @Get()
    async show(@Req() request: FastifyRequest) {
      const { tenant, actor } = contextOf(request);
      const [own, standard] = await this.program.database.readAs(tenant, async (client) => [
        await preferenceOf(client, { role: actor.type, ref: actor.id }),
        await preferenceOf(client, TENANT_DEFAULT),
      ]);
      return {
        mail: own?.mail ?? standard?.mail ?? null,
        language: own?.language ?? null,
        quietHours: own?.quietHours ?? standard?.quietHours ?? DEFAULT_QUIET_HOURS,
      };
    }

    @Post()
    @HttpCode(200)
    async set(@Body() body: unknown, @Req() request: FastifyRequest) {
      const { actor } = contextOf(request);
      await this.keep(request, { role: actor.type, ref: actor.id }, read(SetPreference, body ?? {}));
      return this.show(request);
    }

    @Post('default')
    @HttpCode(200)
    async setDefault(@Body() body: unknown, @Req() request: FastifyRequest) {
      const kept = await this.keep(request, TENANT_DEFAULT, read(SetDefaultPreference, body ?? {}));
      return { mail: kept.mail ?? null, quietHours: kept.quietHours ?? DEFAULT_QUIET_HOURS };
    }

    private async keep(
      request: FastifyRequest,
      whose: Recipient,
      { quietHours, ...rest }: SetPreference,
    ): Promise<MessagePreference> {
      const { tenant } = contextOf(request);
      for (const end of ['from', 'to'] as const)
        if (quietHours && !TIME.test(quietHours[end]))
          throw invalidProblem([
            { field: `quietHours.${end}`, rule: 'time', message: `quietHours.${end} must be a time such as 18:00` },
          ]);
      const preference = {
        ...rest,
        ...(quietHours ? { quietHours: { weekends: true, holidays: true, ...quietHours } } : {}),
      };
      await this.program.database.readAs(tenant, (client) => setPreference(client, tenant, whose, preference));
      return preference;
    }
  }
  return PreferenceController;
}

function read<T extends object>(shape: PayloadClass<T>, body: unknown): T {
  const checked = validate(shape, body);
  if ('problems' in checked) throw invalidProblem(checked.problems);
  return checked.value;
}
