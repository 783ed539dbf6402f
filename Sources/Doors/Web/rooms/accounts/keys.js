// The keys of programs and the tokens of devices, and a form for one more. A secret is shown once.
import { h, reactive } from "../../vendor/vue.js";
import { remove, send } from "../../core/api.js";
import { announce } from "../../core/store.js";
import { day, t } from "../../core/i18n.js";
import { button } from "../../core/parts.js";
import { loadLists } from "./lists.js";

const KINDS = ["read", "observe", "operate", "administer", "thing", "topics"];
const state = reactive({ kind: "read", complaint: "", isSending: false, made: /** @type {any} */ (null) });

const moment = (/** @type {number|null} */ milliseconds) => (milliseconds ? day(new Date(milliseconds).toISOString()) : "–");

/** What a key may do, in words. */
const may = (/** @type {any} */ key) => (key.thing !== undefined ? t("keys.forThing", { thing: key.thing })
  : key.topics !== undefined ? t("keys.forTopics", { topics: key.topics }) : key.scopes.map((/** @type {string} */ one) => t(`scope.${one}`)).join(", "));

async function make(/** @type {any} */ event) {
  event.preventDefault();
  const form = event.currentTarget;
  const value = (/** @type {string} */ name) => form.elements.namedItem(name)?.value.trim() ?? "";
  const wanted = /** @type {Record<string, unknown>} */ ({ name: value("name") });
  if (state.kind === "thing") wanted.thing = Number(value("for")) || 0;
  else if (state.kind === "topics") wanted.topics = value("for");
  else wanted.scopes = [state.kind];
  if (value("days")) wanted.expires = Date.now() + Math.round(Number(value("days")) * 86_400_000);
  Object.assign(state, { complaint: "", isSending: true, made: null });
  try {
    state.made = (await send("POST", "keys", wanted)).value;
    form.reset();
    state.kind = "read";
    announce(t("keys.made"));
    await loadLists();
  } catch (error) { state.complaint = error instanceof Error ? error.message : String(error); } finally { state.isSending = false; }
}

async function revoke(/** @type {any} */ key) {
  if (!confirm(t("keys.sure", { name: key.name }))) return;
  state.complaint = "";
  try {
    await remove(`keys/${key.id}`);
    await loadLists();
  } catch (error) { state.complaint = error instanceof Error ? error.message : String(error); }
}

function form() {
  return h("form", { class: "fields", novalidate: true, autocomplete: "off", onSubmit: make }, [
    h("div", { class: "field" }, [h("label", { for: "key-name" }, t("keys.name")), h("input", { id: "key-name", name: "name", maxlength: 60 })]),
    h("div", { class: "field" }, [h("label", { for: "key-kind" }, t("keys.may")),
      h("select", { id: "key-kind", name: "kind", value: state.kind, onChange: (/** @type {any} */ event) => { state.kind = event.target.value; } },
        KINDS.map((kind) => h("option", { value: kind, key: kind }, t(`keys.kind.${kind}`))))]),
    ["thing", "topics"].includes(state.kind) ? h("div", { class: "field" }, [h("label", { for: "key-for" }, t(`keys.${state.kind}`)),
      h("input", { id: "key-for", name: "for", inputmode: state.kind === "thing" ? "numeric" : "text", maxlength: 200, placeholder: state.kind === "thing" ? "7" : "lamps/north" })]) : null,
    h("div", { class: "field" }, [h("label", { for: "key-days" }, t("keys.days")), h("input", { id: "key-days", name: "days", inputmode: "numeric", maxlength: 6 })]),
    state.complaint ? h("p", { class: "complaint", role: "alert" }, state.complaint) : null,
    h("button", { type: "submit", class: "button main", disabled: state.isSending }, t("keys.add")),
  ]);
}

/** The keys. */
export function Keys(/** @type {any[]} */ keys) {
  const good = keys.filter((key) => !key.revoked);
  return h("section", { class: "card" }, [
    h("h3", { id: "keys-title" }, t("keys.title")),
    state.made ? h("div", { class: "note", role: "status" }, [
      h("p", { class: "note-title" }, t("keys.once", { name: state.made.name })), h("p", { class: "key" }, state.made.secret),
      h("div", { class: "row" }, [button(t("keys.copy"), () => { navigator.clipboard?.writeText(state.made.secret).then(() => announce(t("keys.copied"))); }),
        button(t("keys.hide"), () => { state.made = null; })])]) : null,
    good.length === 0 ? h("p", { class: "quiet" }, t("keys.none"))
      : h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-labelledby": "keys-title" }, h("table", [
        h("thead", h("tr", [t("keys.name"), t("keys.may"), t("keys.used"), t("keys.ends")].map((text) => h("th", { scope: "col", key: text }, text)).concat(h("td", h("span", { class: "hidden" }, t("accounts.actions")))))),
        h("tbody", good.map((key) => h("tr", { key: key.id }, [
          h("th", { scope: "row" }, [key.name, h("small", { class: "key" }, ` ${key.beginning}…`)]), h("td", may(key)), h("td", moment(key.lastUsed)), h("td", moment(key.expires)),
          h("td", button(t("keys.revoke"), () => revoke(key)))])))])),
    h("details", [h("summary", t("keys.new")), form()]),
  ]);
}
