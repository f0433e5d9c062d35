import { Controller, Get, Inject, type OnModuleDestroy, Req, Res, type Type } from '@nestjs/common';
import { type Role } from '@overstap/kernel';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { isThere } from '../access/related.js';
import { type RouteRules } from '../access/route-rules.js';
import { callerOf, contextOf } from '../http/request-context.js';
import { WAIT_FOR, type WaitFor } from '../queries/query-controller.js';
import { LiveChanges } from './live-changes.js';
import { LiveStream } from './live-stream.js';

/** Employers, works councils and the like have published figures: nothing of theirs is live. */
const LIVE_FOR = [
  'PARTICIPANT',
  'COACH',
  'TEAM_LEAD',
  'PROGRAMME_MANAGER',
  'PLANNER',
  'BACK_OFFICE',
  'QUALITY_OFFICER',
] as const satisfies readonly Role[];

export const LIVE_RULES = { 'GET /live': LIVE_FOR } as const satisfies RouteRules;

const VISIBLE_MS = 2_000;

/** What changes, as it changes, to those who may see it: one stream per session or key, the newest. */
export function liveController(): Type {
  @Controller()
  class LiveController implements OnModuleDestroy {
    private readonly changes: LiveChanges;
    private readonly streams = new Map<string, LiveStream>();

    constructor(
      @Inject(PROGRAM) private readonly program: Program,
      @Inject(WAIT_FOR) waitFor: WaitFor,
    ) {
      this.changes = new LiveChanges({
        store: program.store,
        waitFor: (position) => waitFor(position, VISIBLE_MS),
        refresh: async (tenant, changed) => {
          for (const { kind, id } of changed) await program.aggregates.current(tenant, kind, id);
        },
        report: (error) => program.log.warn('live updates', {}, error),
      });
    }

    @Get('live')
    async live(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const { principal, actor, key, again } = callerOf(request);
      const { tenant } = contextOf(request);
      const { program, changes } = this;
      const began = JSON.stringify(principal);
      const stream = new LiveStream({
        wire: reply.raw,
        goesOn: async () => JSON.stringify(await again()) === began,
        reaches: ({ kind, id }) => isThere({ program, tenant, actor }, kind, id),
        report: (error) => program.log.warn('live updates', {}, error),
      });
      // Whatever was stored from here on is told, after what is said below.
      const waiting: Parameters<LiveStream['tell']>[0][] = [];
      let tell = (told: (typeof waiting)[number]): unknown => waiting.push(told);
      const leave = await changes.listen(tenant, (told) => tell(told));
      const after = request.headers['last-event-id'];
      const missed = typeof after === 'string' ? await changes.missedSince(tenant, after) : undefined;
      const at = missed?.upTo ?? (await changes.head());
      void reply.hijack();
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'x-accel-buffering': 'no',
      });
      stream.onClose(() => {
        leave();
        if (this.streams.get(key) === stream) this.streams.delete(key);
      });
      request.raw.once('close', () => stream.close());
      this.streams.get(key)?.close();
      this.streams.set(key, stream);
      stream.begin(at, after === undefined || missed ? 'open' : 'reload');
      if (missed && missed.changed.length > 0) stream.tell(missed);
      for (const told of waiting) stream.tell(told);
      tell = (told) => stream.tell(told);
    }

    async onModuleDestroy(): Promise<void> {
      for (const stream of this.streams.values()) stream.close();
      await this.changes.stop();
    }
  }
  return LiveController;
}
