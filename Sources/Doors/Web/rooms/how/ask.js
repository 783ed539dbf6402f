// The one click from a number to where it comes from: the number is a button, or has one beside it, and the room of origins opens at it.
import { h, nextTick } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { t } from "../../core/i18n.js";
import { iconButton } from "../../core/parts.js";

/** Where one asked from. */
let from = "";

/** Opens the origin of something: `indicator:ID@PLACE`, `field:NAME`, `stream:ID`, `fact:NAME` or `model:NAME`. */
export async function ask(/** @type {string} */ what) {
  if (store.panel !== "how") from = store.panel;
  store.asked = what;
  store.panel = "how";
  if (store.sheet === "low") store.sheet = "half";
  await nextTick();
  document.getElementById("panel-body")?.scrollTo(0, 0);
  (document.getElementById("origin-title") ?? document.getElementById("how-title"))?.focus({ preventScroll: true });
}

/** Back to the number that was asked after, which has the focus again. */
export async function back() {
  const what = store.asked;
  store.asked = "";
  if (!from) return;
  store.panel = from;
  await nextTick();
  const button = document.querySelector(`#panel-body [data-ask="${CSS.escape(what)}"]`);
  if (button?.closest("details:not([open])")) /** @type {any} */ (button.closest("details")).open = true;
  if (button instanceof HTMLElement) { button.scrollIntoView({ block: "center" }); button.focus({ preventScroll: true }); }
}

/** Whether there is somewhere to go back to. */
export const hasBack = () => from !== "";

/** What is read of a number, plain or drawn. @returns {string} */
const said = (/** @type {any} */ text) => (typeof text === "object" && text !== null ? String(text.children ?? "") : String(text));

/** A number that is asked after by pressing it; `text` is the number as it is read. */
export const known = (/** @type {string} */ what, /** @type {any} */ text) =>
  h("button", { type: "button", class: "known", "data-ask": what, title: t("how.ask"), "aria-label": `${said(text)}. ${t("how.ask")}`, onClick: () => ask(what) }, text);

/** The value of an indicator's row, as it is read, with its origin one click away. */
export const knownRow = (/** @type {any} */ row, /** @type {any} */ text) => ((row.value ?? null) === null ? text : known(`indicator:${row.id}@${row.place ?? ""}`, text));

/** A button beside something that is not one number; `name` says what. */
export const askButton = (/** @type {string} */ what, /** @type {string} */ name) =>
  iconButton(`${t("how.ask")} ${name}`, "ask", () => { ask(what); }, { "data-ask": what, class: "icon-button ask-button" });
