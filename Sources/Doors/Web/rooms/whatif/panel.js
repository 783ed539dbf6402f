// What if: a scenario is chosen or begun, changed step by step, run, and its answer shown.
import { h } from "../../vendor/vue.js";
import { here, part } from "../../core/fetched.js";
import { store } from "../../core/store.js";
import { number, t } from "../../core/i18n.js";
import { button, emptyNote, errorNote, waiting } from "../../core/parts.js";
import { loadScenarios, newScenario, openScenario, undo } from "./scenarios.js";

const Editor = part("whatif", "Editor", 6);
const Selection = part("whatif", "Selection", 3);
const Day = part("runs", "Day");

function chooser() {
  const { scenarios } = store;
  if (scenarios === null) return waiting(3);
  return h("div", { class: "stack" }, [
    scenarios.length === 0 ? emptyNote(t("scenario.none"), t("scenario.noneNext")) : h("ul", { class: "scenarios" }, scenarios.map((/** @type {any} */ one) =>
      h("li", { key: one.name, class: { branch: one.depth > 0 }, style: { marginLeft: `${Math.min(3, one.depth ?? 0) * 18}px` } }, [
        h("button", { type: "button", class: "scenario", disabled: Boolean(one.error), onClick: () => openScenario(one.name) }, [
          h("span", { class: "scenario-title" }, one.depth > 0 ? [h("span", { class: "hidden" }, t("scenario.isBranch")), h("span", { "aria-hidden": "true" }, "↳ "), one.title] : one.title),
          h("span", { class: "count" }, one.error ? t("scenario.broken") : t("scenario.changes", { count: number(one.changes, 0) }))]),
        one.error ? h("p", { class: "complaint", lang: "en" }, one.error) : null]))),
    button(t("scenario.new"), () => newScenario(), { kind: "main", icon: "plus" }),
    store.past.length ? button(t("scenario.undo"), undo, { icon: "undo", attributes: { id: "scenario-back" } }) : null,
    h("p", { class: "quiet" }, t("scenario.hint")),
  ]);
}

export function WhatIf() {
  return h("section", { "aria-labelledby": "whatif-title" }, [
    h("h2", { id: "whatif-title", class: store.scenario ? "hidden" : "" }, t("whatif.title")),
    here.runs?.Probe(),
    store.selected ? h(Selection) : null,
    store.run ? h(Day) : null,
    store.scenariosError ? errorNote(store.scenariosError, loadScenarios) : null,
    store.scenario ? h(Editor) : chooser(),
    here.runs?.Results(),
  ]);
}
