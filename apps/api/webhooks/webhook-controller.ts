import { Body, Controller, HttpCode, Inject, Param, Post, Req, type Type } from '@nestjs/common';
import { validate, type PayloadClass } from '@overstap/kernel';
import {
  AddressError,
  MOST_SUBSCRIPTIONS,
  newSecret,
  WebhookAddresses,
  WebhookSubscriptions,
} from '@overstap/reminders';
import { type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { invalidProblem, notFoundProblem, problem } from '../http/problem.js';
import { type RouteRules } from '../access/route-rules.js';
import { contextOf } from '../http/request-context.js';
import { type Operations, OPERATIONS } from '../operation/operations.js';
import { ReplayWebhook, SubscribeWebhook, unknownEventsIn } from './webhook-bodies.js';

/** What is wrong with an address; what it resolves to is nobody's business. */
const WRITE = {
  ADDRESS_MALFORMED: 'url must be an http address without a user, a password or a fragment',
  ADDRESS_INSECURE: 'url must begin with https',
  ADDRESS_UNKNOWN: 'url names a host that is not known',
  ADDRESS_REFUSED: 'url must lead to a public address, or to one of OVERSTAP_WEBHOOK_NETWORKS',
} as const;

/** By its place in the list: what was sent is not repeated (docs/problems.md). */
const notAnEvent = (index: number) => ({
  field: `events[${index}]`,
  rule: 'isIn',
  message: `events[${index}] is no kind of event that can be subscribed to; GET /openapi.json lists them at subscribeWebhook`,
});
const MOST_NAMED = 20;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whom the routes are for. */
export const WEBHOOK_RULES = {
  'POST /webhooks': ['PROGRAMME_MANAGER'],
  'POST /webhooks/{id}/remove': ['PROGRAMME_MANAGER'],
  'POST /webhooks/{id}/replay': ['PROGRAMME_MANAGER'],
} as const satisfies RouteRules;

/** Who is called, and calling again; the lists are queries. */
export function webhookController(): Type {
  @Controller('webhooks')
  class WebhookController {
    private readonly subscriptions: WebhookSubscriptions;
    private readonly addresses: WebhookAddresses;

    constructor(
      @Inject(PROGRAM) private readonly program: Program,
      @Inject(OPERATIONS) private readonly operations: Operations,
    ) {
      this.subscriptions = new WebhookSubscriptions(program.database, program.masterKeys);
      this.addresses = new WebhookAddresses(program.settings.webhookNetworks);
    }

    /** The only answer that shows the secret. */
    @Post()
    @HttpCode(200)
    async subscribe(@Body() body: unknown, @Req() request: FastifyRequest) {
      const { tenant } = contextOf(request);
      const unknown = unknownEventsIn(body);
      // Of some 190 kinds the caller needs to hear of the wrong one alone.
      if (unknown.length > 0) throw invalidProblem(unknown.slice(0, MOST_NAMED).map(notAnEvent));
      const { url, events, secret = newSecret() } = read(SubscribeWebhook, body);
      const checked = await this.addresses.check(url).catch((error: unknown) => {
        if (!(error instanceof AddressError)) throw error;
        throw invalidProblem([{ field: 'url', rule: 'address', message: WRITE[error.code] }]);
      });
      const id = this.program.ids.next();
      const wanted = [...new Set(events)].toSorted();
      const at = this.program.clock.now();
      if (!(await this.subscriptions.add(tenant, { id, url: checked.url.href, secret, events: wanted, at })))
        throw problem(
          409,
          'too-many-webhooks',
          `There are ${MOST_SUBSCRIPTIONS} webhooks, which is as many as there may be. Remove one first.`,
        );
      return { id, origin: checked.url.origin, events: wanted, secret };
    }

    @Post(':id/remove')
    @HttpCode(200)
    async remove(@Param('id') id: string, @Req() request: FastifyRequest): Promise<{ removed: string }> {
      const { tenant } = contextOf(request);
      if (!UUID.test(id) || !(await this.subscriptions.remove(tenant, id))) throw notFoundProblem();
      return { removed: id };
    }

    @Post(':id/replay')
    @HttpCode(200)
    async replay(@Param('id') id: string, @Body() body: unknown, @Req() request: FastifyRequest) {
      const { tenant } = contextOf(request);
      const { delivery } = read(ReplayWebhook, body ?? {});
      const known = (await this.subscriptions.list(tenant)).some((each) => each.id === id.toLowerCase());
      if (!known || (delivery !== undefined && !UUID.test(delivery))) throw notFoundProblem();
      const replayed = await this.operations.replayWebhook(tenant, id, delivery);
      if (delivery !== undefined && replayed === 0) throw notFoundProblem();
      return { replayed };
    }
  }
  return WebhookController;
}

function read<T extends object>(shape: PayloadClass<T>, body: unknown): T {
  const checked = validate(shape, body);
  if ('problems' in checked) throw invalidProblem(checked.problems);
  return checked.value;
}
