import { type FeedOwner } from '@overstap/reminders';
import { type RequestContext } from '../http/request-context.js';

/** Several accounts may have one role and ref, and each has feeds of its own. */
export const feedOwnerIn = ({ actor, account }: RequestContext): FeedOwner => ({
  role: actor.type,
  ref: actor.id,
  account: account ?? null,
});
