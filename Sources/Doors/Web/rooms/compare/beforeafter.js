// Before and after: every value of the field on the map, one dot a row. What stands in the card is fetched when it is first opened.
import { h, reactive } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { t } from "../../core/i18n.js";
import { later } from "../../core/later.js";

const BeforeBody = later(() => import("./beforebody.js"), "BeforeBody", 8);

/** Whether the card is open. */
export const before = reactive({ isOpen: false });

/** The field on the map, where it has two sides to compare; a field that tells a change by itself has none. */
export function compared() {
  const { field, shown } = store;
  if (!field || !shown || field.name !== shown.name || field.palette === "change") return null;
  if (!field.baseline || field.sides.with_ === field.sides.without) return null;
  return field.sides.without || field.palette === "depth" ? field : null;
}

/** The card; nothing where there is no before. */
export const BeforeAfter = {
  render() {
    const field = compared();
    if (!field) return null;
    return h("details", { class: "card before", open: before.isOpen, onToggle: (/** @type {any} */ event) => { before.isOpen = event.target.open; } }, [
      h("summary", h("h3", t("before.title"))),
      before.isOpen ? h("div", { class: "stack" }, h(BeforeBody, { field })) : null]);
  },
};
