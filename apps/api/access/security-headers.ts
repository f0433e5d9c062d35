import { createHash } from 'node:crypto';
import { STYLE } from './pages/style.js';

const NOTHING = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
/** Pages have one style and no script. */
const PAGES = `${NOTHING}; style-src 'sha256-${STYLE_HASH}'; form-action 'self'`;
/** The page that shows the API brings scripts of its own. */
const DOCUMENTATION = `${NOTHING}; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'none'`;

/** On every answer. */
export const securityHeaders = (pattern: string, secure: boolean): Readonly<Record<string, string>> => ({
  'content-security-policy': pattern.startsWith('/docs') ? DOCUMENTATION : PAGES,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Not no-referrer: browsers then hide where a form comes from, from us too.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cache-control': 'no-store',
  ...(secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
});
