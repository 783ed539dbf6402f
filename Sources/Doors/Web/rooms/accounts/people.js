// The accounts of people, and a form for one more.
import { h, reactive } from "../../vendor/vue.js";
import { remove, send } from "../../core/api.js";
import { day, t } from "../../core/i18n.js";
import { button } from "../../core/parts.js";
import { loadLists } from "./lists.js";
import { access, loadSession, may } from "./session.js";

const ROLES = ["viewer", "operator", "administrator"];
const state = reactive({ complaint: "", isSending: false });

/** Changes something and shows what is there then; whether it was done. */
async function change(/** @type {() => Promise<unknown>} */ act) {
  Object.assign(state, { complaint: "", isSending: true });
  try {
    await act();
    await loadSession();
    if (may("administer")) await loadLists();
    return true;
  } catch (error) {
    state.complaint = error instanceof Error ? error.message : String(error);
    return false;
  } finally { state.isSending = false; }
}

function row(/** @type {any} */ account) {
  const isOwn = account.id === access.session?.account;
  return h("tr", { key: account.id }, [
    h("th", { scope: "row" }, [account.name, account.isDisabled ? h("small", ` ${t("accounts.disabled")}`) : null]),
    h("td", isOwn ? t(`role.${account.role}`) : h("select", { "aria-label": t("accounts.roleOf", { name: account.name }), value: account.role,
      onChange: (/** @type {any} */ event) => change(() => send("PATCH", `accounts/${account.id}`, { role: event.target.value })) },
    ROLES.map((role) => h("option", { value: role, key: role }, t(`role.${role}`))))),
    h("td", account.lastSignIn ? day(new Date(account.lastSignIn).toISOString()) : "–"),
    h("td", isOwn ? null : h("div", { class: "row" }, [
      button(t(account.isDisabled ? "accounts.enable" : "accounts.disable"), () => change(() => send("PATCH", `accounts/${account.id}`, { isDisabled: !account.isDisabled }))),
      button(t("accounts.remove"), () => { if (confirm(t("accounts.sure", { name: account.name }))) change(() => remove(`accounts/${account.id}`)); })])),
  ]);
}

function form(/** @type {boolean} */ isFirst) {
  const submit = async (/** @type {any} */ event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const value = (/** @type {string} */ name) => form.elements.namedItem(name)?.value ?? "";
    const isMade = await change(() => send("POST", "accounts", { name: value("name"), role: isFirst ? "administrator" : value("role"), password: value("password") }));
    // From the first account on everyone signs in: the form for it comes by itself.
    if (isMade) form.reset();
  };
  return h("form", { class: "fields", novalidate: true, autocomplete: "off", onSubmit: submit }, [
    h("div", { class: "field" }, [h("label", { for: "account-name" }, t("accounts.name")),
      h("input", { id: "account-name", name: "name", maxlength: 60, autocomplete: "off" })]),
    isFirst ? h("p", { class: "quiet" }, t("accounts.first")) : h("div", { class: "field" }, [h("label", { for: "account-role" }, t("accounts.role")),
      h("select", { id: "account-role", name: "role" }, ROLES.map((role) => h("option", { value: role, key: role }, `${t(`role.${role}`)} — ${t(`role.${role}.may`)}`)))]),
    h("div", { class: "field" }, [h("label", { for: "account-password" }, t("accounts.newPassword")),
      h("input", { id: "account-password", name: "password", type: "password", maxlength: 1024, autocomplete: "new-password", "aria-describedby": "account-rule" }),
      h("p", { class: "quiet", id: "account-rule" }, t("accounts.rule"))]),
    state.complaint ? h("p", { class: "complaint", role: "alert" }, state.complaint) : null,
    h("button", { type: "submit", class: "button main", disabled: state.isSending }, t("accounts.add")),
  ]);
}

/** The accounts. */
export function People(/** @type {any[]} */ accounts) {
  return h("section", { class: "card" }, [
    h("h3", { id: "people-title" }, t("accounts.people")),
    accounts.length === 0 ? h("p", { class: "quiet" }, t("accounts.nobody"))
      : h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-labelledby": "people-title" }, h("table", [
        h("thead", h("tr", [t("accounts.name"), t("accounts.role"), t("accounts.last")].map((text) => h("th", { scope: "col", key: text }, text)).concat(h("td", h("span", { class: "hidden" }, t("accounts.actions"))))) ),
        h("tbody", accounts.map(row))])),
    h("details", { open: accounts.length === 0 }, [h("summary", t("accounts.new")), form(accounts.length === 0)]),
  ]);
}
