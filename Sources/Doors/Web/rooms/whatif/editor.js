// A scenario that is open: its title, its changes in two lists and the ways to add to them, what is estimated, and its run.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { number, t, unit, word } from "../../core/i18n.js";
import { button, emptyNote, iconButton } from "../../core/parts.js";
import { Typed } from "../../core/typed.js";
import { day } from "../map/clock.js";
import { list } from "../map/edits.js";
import { JobState } from "../runs/job.js";
import { run } from "../runs/runs.js";
import { EstimateCards } from "./cards.js";
import { isDrawn, redraw } from "./draw/drawing.js";
import { Drawing } from "./draw/panel.js";
import { ChangeForm, changeTitle } from "./form.js";
import { Models } from "./models.js";
import { branch, close, discard, edit, redo, removeChange, save, undo } from "./scenarios.js";

/** A change in a few words. */
function summary(/** @type {import("../../core/store.js").Change} */ { keyword, fields }) {
  const parts = [];
  const parameters = store.catalogue?.changes.find((/** @type {any} */ one) => one.keyword === keyword)?.parameters ?? [];
  for (const [name, value] of Object.entries(fields)) {
    const parameter = parameters.find((/** @type {any} */ one) => one.name === name);
    if (name === "named" || name === "keys") parts.push(...list(value));
    else if (name === "to") parts.push(`${t("parameter.to")}: ${list(value).map((mode) => word(`vehicle.${mode}`, mode)).join(", ")}`);
    else if (Array.isArray(value)) parts.push(Array.isArray(value[0]) ? t("form.corners", { count: value.length }) : t("form.onMap"));
    else if (typeof value === "number") {
      parts.push(`${word(`parameter.${name}.${keyword}`, word(`parameter.${name}`, name))} ${number(value, 2)} ${unit(parameter?.unit ?? "")}`.trim());
    } else if (keyword === "start") parts.push(day(String(value)));
    else parts.push(parameter?.kind === "choice" ? word(`word.${value}`, word(`vehicle.${value}`, String(value))) : word(`kind.${value}`, String(value)));
  }
  return parts.join(" · ");
}

/** What a run that failed said of a change: its sentence begins with the change's word. */
function complaintOf(/** @type {string} */ keyword) {
  const text = store.jobError;
  return text.startsWith(`${keyword}: `) ? h("span", { class: "complaint", lang: "en" }, text.slice(keyword.length + 2)) : null;
}

/** One of the two lists, and the way to add to it. */
function part(/** @type {import("./scenarios.js").Part} */ name, /** @type {any} */ none) {
  const list_ = store.scenario[name] ?? [];
  return h("section", { class: ["part", name], "aria-labelledby": `part-${name}` }, [
    h("h3", { id: `part-${name}` }, t(`part.${name}`)),
    name === "supposing" ? h("p", { class: "quiet" }, t("part.supposing.note")) : null,
    list_.length === 0 ? none : h("ol", { class: "changes", "aria-label": t(`part.${name}`) }, list_.map((/** @type {any} */ one, /** @type {number} */ place) =>
      h("li", { key: place }, [
        h("div", [h("b", changeTitle(one.keyword)), h("span", summary(one)), complaintOf(one.keyword)]),
        name === "changes" && isDrawn(one) ? iconButton(t("draw.change", { change: changeTitle(one.keyword) }), "target", () => redraw(place)) : null,
        iconButton(t("changes.remove", { change: changeTitle(one.keyword) }), "trash", () => removeChange(place, name))]))),
    ChangeForm(name),
  ]);
}

/** The scenario at hand. */
export function Editor() {
  const scenario = store.scenario;
  const busy = store.job && !["done", "failed", "cancelled"].includes(store.job.state);
  return h("div", { class: "stack" }, [
    h("div", { class: "scenario-head" }, [
      h("label", { class: "hidden", for: "scenario-title" }, t("scenario.title")),
      h(Typed, { id: "scenario-title", key: scenario.id, class: "title-input", value: scenario.title, maxlength: 120,
        onCommit: (/** @type {string} */ text) => edit((one) => { one.title = text.trim() || t("scenario.untitled"); }) }),
      iconButton(t("scenario.undo"), "undo", undo, { disabled: store.past.length === 0, "aria-keyshortcuts": "Control+Z" }),
      iconButton(t("scenario.redo"), "redo", redo, { disabled: store.future.length === 0, "aria-keyshortcuts": "Control+Shift+Z" }),
      iconButton(t("scenario.save"), "save", save, { disabled: scenario.saved }),
      iconButton(t("scenario.branch"), "branch", branch, { id: "scenario-branch" }),
      iconButton(t("scenario.close"), "close", close),
    ]),
    ...(EstimateCards() ?? []),
    Drawing(),
    part("supposing", null),
    part("changes", emptyNote(t("changes.none"), t("changes.noneNext"))),
    Models(),
    h("div", { class: "row" }, [
      button(t("run.run"), run, { kind: "main grow", icon: "play", disabled: Boolean(busy) }),
      scenario.name ? button(t("scenario.delete"), () => { if (confirm(t("scenario.sure", { title: scenario.title }))) discard(); }) : null,
    ]),
    JobState(),
  ]);
}
