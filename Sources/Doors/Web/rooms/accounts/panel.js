// Who is signed in, and for administrators: accounts, keys, the public view, and who changed what.
import { h } from "../../vendor/vue.js";
import { t } from "../../core/i18n.js";
import { button, errorNote, waiting } from "../../core/parts.js";
import { Keys } from "./keys.js";
import { lists, loadLists } from "./lists.js";
import { Log } from "./log.js";
import { People } from "./people.js";
import { PublicView } from "./publicview.js";
import { access, isSignedIn, may, signOut } from "./session.js";
import { SignIn } from "./signin.js";

/** Who it is, in a sentence. */
function who() {
  if (isSignedIn()) return t("accounts.who", { name: access.session.name, role: t(`role.${access.session.role}`) });
  return t(access.session?.isOpen ? "accounts.open" : "accounts.anyone");
}

/** The panel; `done` is called after signing in. */
export function Accounts(/** @type {{done: () => void}} */ { done }) {
  return h("div", { class: "stack" }, [
    h("section", { class: "card", "aria-labelledby": "accounts-title" }, [
      h("header", [h("h2", { id: "accounts-title" }, t("accounts.title")), button(t("accounts.close"), () => { access.isShown = false; })]),
      h("p", who()),
      isSignedIn() ? button(t("accounts.signOut"), signOut) : null,
    ]),
    isSignedIn() || access.session?.isOpen ? null : SignIn({ done, heading: "h3" }),
    !may("administer") ? null
      : lists.error ? errorNote(lists.error, loadLists)
        : lists.accounts === null || lists.keys === null ? waiting(5)
          : [People(lists.accounts), Keys(lists.keys), PublicView(), Log(lists.log)],
  ]);
}
