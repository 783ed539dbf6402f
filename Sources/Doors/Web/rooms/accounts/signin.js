// The form to sign in.
import { h } from "../../vendor/vue.js";
import { t } from "../../core/i18n.js";
import { access, signIn } from "./session.js";

/** The form, with a heading of a level; `done` is called when it was right. */
export function SignIn(/** @type {{done: () => void, heading?: string}} */ { done, heading = "h2" }) {
  const submit = async (/** @type {any} */ event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const [name, password] = ["name", "password"].map((one) => form.elements.namedItem(one));
    if (access.isBusy) return;
    if (!name.value.trim() || !password.value) { access.error = t("accounts.both"); (name.value.trim() ? password : name).focus(); return; }
    const isRight = await signIn(name.value.trim(), password.value);
    password.value = "";
    if (isRight) done(); else password.focus();
  };
  return h("section", { class: "card", "aria-labelledby": "signin-title" }, [
    h(heading, { id: "signin-title" }, t("accounts.signIn")),
    h("p", { class: "quiet" }, t(access.hasEnded ? "accounts.ended" : access.session?.hasAccounts === false ? "accounts.none" : "accounts.why")),
    h("form", { class: "fields", method: "post", novalidate: true, onSubmit: submit }, [
      h("div", { class: "field" }, [h("label", { for: "signin-name" }, t("accounts.name")),
        h("input", { id: "signin-name", name: "name", autocomplete: "username", autocapitalize: "none", spellcheck: "false", maxlength: 60, required: true })]),
      h("div", { class: "field" }, [h("label", { for: "signin-password" }, t("accounts.password")),
        h("input", { id: "signin-password", name: "password", type: "password", autocomplete: "current-password", maxlength: 1024, required: true,
          "aria-invalid": access.error ? true : undefined, "aria-describedby": access.error ? "signin-complaint" : undefined })]),
      access.error ? h("p", { class: "complaint", role: "alert", id: "signin-complaint" }, access.error === "offline" ? t("error.offline") : access.error) : null,
      h("button", { type: "submit", class: "button main", disabled: access.isBusy }, t(access.isBusy ? "accounts.wait" : "accounts.signIn")),
    ]),
  ]);
}
