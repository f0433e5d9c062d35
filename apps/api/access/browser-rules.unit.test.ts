import { describe, expect, it } from '@jest/globals';
import { cameInClear } from './in-clear.js';
import { isFromElsewhere } from './own-origin.js';
import { html } from './pages/html.js';
import { languageOf } from './pages/language.js';
import { rolesNamed } from './roles-named.js';
import { noSessionCookie, sessionCookie, sessionIn } from './session-cookie.js';

const host = 'overstap.example:3000';
const asked = (headers: Record<string, string>, more = {}, publicUrl?: string) =>
  isFromElsewhere({ method: 'POST', headers, host, byBrowser: true, ...more }, publicUrl);

describe('a change', () => {
  it('is from here when the browser says so', () => {
    expect(asked({ origin: `http://${host}` })).toBe(false);
    expect(asked({ origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).toBe(false);
    expect(asked({ origin: 'https://overstap.example' }, {}, 'https://overstap.example')).toBe(false);
    expect(asked({}, { byBrowser: false })).toBe(false);
  });

  it('is from elsewhere when it says so, and when a browser says nothing', () => {
    for (const headers of [
      {},
      { origin: 'null' },
      { origin: 'http://overstap.example:3001' },
      { origin: `http://${host}.evil.example` },
      { origin: `http://${host}`, 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ] as Record<string, string>[])
      expect(asked(headers)).toBe(true);
    expect(asked({ origin: 'https://elsewhere.example' }, { byBrowser: false })).toBe(true);
    expect(asked({ origin: 'https://elsewhere.example' }, { method: 'GET' })).toBe(false);
  });
});

describe('a request in clear', () => {
  const asked = { protocol: 'http', peer: '192.0.2.7', pattern: '/programmes' };

  it('is refused from another machine, but for what is nobody’s', () => {
    expect(cameInClear(asked)).toBe(true);
    expect(cameInClear({ ...asked, peer: '::ffff:192.0.2.7' })).toBe(true);
    expect(cameInClear({ ...asked, peer: undefined })).toBe(true);
    expect(cameInClear({ ...asked, protocol: 'https' })).toBe(false);
    for (const peer of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect(cameInClear({ ...asked, peer })).toBe(false);
    expect(cameInClear({ ...asked, pattern: '/health/live' })).toBe(false);
  });
});

describe('the cookie of a session', () => {
  const token = 'x'.repeat(43);

  it('is closed to scripts and other sites, and bound to the host where there is https', () => {
    expect(sessionCookie(token, true)).toBe(`__Host-overstap=${token}; Path=/; HttpOnly; SameSite=Lax; Secure`);
    expect(sessionCookie(token, false)).toBe(`overstap=${token}; Path=/; HttpOnly; SameSite=Lax`);
    expect(noSessionCookie(true)).toMatch(/^__Host-overstap=; .*Max-Age=0$/);
  });

  it('is read under its own name alone, and not at all when there are two', () => {
    expect(sessionIn(`a=b; overstap=${token}`, false)).toBe(token);
    expect(sessionIn(`overstap=${token}`, true)).toBeUndefined();
    expect(sessionIn(`overstap=${token}; overstap=${'y'.repeat(43)}`, false)).toBeUndefined();
    for (const header of [undefined, '', 'overstap', 'overstap=', `overstap=${token}x`])
      expect(sessionIn(header, false)).toBeUndefined();
  });
});

describe('a page', () => {
  it('shows whatever is filled in as text', () => {
    const inner = html`<i>${1}</i>`;
    expect(html`<p title="${'"><script>'}">${"<b>'&"}${inner}</p>`.text).toBe(
      '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&#39;&amp;<i>1</i></p>',
    );
  });

  it('speaks as it was asked to, else as the browser does, else Dutch', () => {
    const language = (lang: unknown, header?: string) =>
      languageOf({ query: { lang }, headers: { 'accept-language': header } });
    expect(language('en', 'nl')).toBe('en');
    expect(language('de', 'de-DE,de;q=0.9,en;q=0.8')).toBe('en');
    expect([language(undefined), language(['en'])]).toEqual(['nl', 'nl']);
  });
});

describe('roles in an invitation', () => {
  it('say who somebody is where the agency knows them already', () => {
    expect(rolesNamed(['COACH:coach-7', 'PLANNER'])).toEqual([{ role: 'COACH', ref: 'coach-7' }, { role: 'PLANNER' }]);
    expect(rolesNamed(['COACH'])).toMatchObject({ rule: 'role-id' });
    for (const twice of ['PLANNER PLANNER:x', 'COACH:a COACH:b', 'TEAM_LEAD:a TEAM_LEAD:a', 'TEAM_LEAD TEAM_LEAD:a'])
      expect(rolesNamed(twice.split(' '))).toMatchObject({ rule: 'role-twice' });
    expect(rolesNamed(['TEAM_LEAD:a', 'TEAM_LEAD:b', 'EMPLOYER_HR:x', 'EMPLOYER_HR:y'])).toHaveLength(4);
    for (const role of ['SYSTEM', 'SERVICE', 'BOSS', 'coach:x', 'COACH: x'])
      expect(rolesNamed([role])).toMatchObject({ field: 'roles', rule: 'role' });
  });
});
