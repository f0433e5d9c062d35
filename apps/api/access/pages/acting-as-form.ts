import { type AccountLanguage, type Grant } from '@overstap/access';
import { html, type Html } from './html.js';
import { ROLE_NAMES } from './role-names.js';
import { TEXTS } from './texts.js';

/** Somebody with several roles chooses the one in which they go on, or all of them again. */
export function actingAsForm(language: AccountLanguage, grants: readonly Grant[], acting: Grant | undefined): Html {
  const texts = TEXTS[language];
  const option = (value: string, text: string, isChosen: boolean): Html =>
    html`<option value="${value}" ${isChosen ? html`selected` : undefined}>${text}</option>`;
  return html`<form method="post" action="/session/acting-as?lang=${language}">
    <p>
      <label for="role">${texts.actingAs}</label>
      <select id="role" name="role" aria-describedby="role-hint">
        ${option('', texts.actingAsAny, acting === undefined)}
        ${grants.map((grant) =>
          option(
            `${grant.role}:${grant.ref}`,
            nameOf(language, grants, grant),
            grant.role === acting?.role && grant.ref === acting.ref,
          ),
        )}
      </select>
      <small id="role-hint">${texts.actingAsHint}</small>
    </p>
    <p><button>${texts.actingAsChoose}</button></p>
  </form>`;
}

/** With the id where the role alone does not tell them apart. */
function nameOf(language: AccountLanguage, grants: readonly Grant[], { role, ref }: Grant): string {
  const names: Readonly<Partial<Record<Grant['role'], string>>> = ROLE_NAMES[language];
  const name = names[role] ?? role;
  return grants.filter((each) => each.role === role).length > 1 ? `${name} (${ref})` : name;
}
