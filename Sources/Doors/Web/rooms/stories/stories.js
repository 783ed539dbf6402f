// Stories: the list of those there are, and one being made — views added, put in order, given words, told, printed and shared.
import { h, nextTick, ref } from "../../vendor/vue.js";
import { fieldTitle, number, t } from "../../core/i18n.js";
import { button, emptyNote, errorNote, icon, iconButton, waiting } from "../../core/parts.js";
import { announce, store } from "../../core/store.js";
import { Typed } from "../../core/typed.js";
import { write } from "../../core/url.js";
import { may } from "../accounts/session.js";
import { moment } from "../map/clock.js";
import { printStory } from "./paper.js";
import { viewOf, writePlace } from "./parts.js";
import { bring } from "./bring.js";
import { addStep, close, discard, edit, loadStories, moveStep, newStory, openStory, redo, save, stories, undo } from "./state.js";
import { fullScreen, tell } from "./tell.js";

const ui = ref({ copied: "", isSure: false, isPrinting: false });

function chooser() {
  const { list } = stories;
  if (list === null) return stories.error ? null : waiting(3);
  return h("div", { class: "stack" }, [
    list.length === 0 ? emptyNote(t("story.none"), t("story.noneNext")) : h("ul", { class: "scenarios" }, list.map((one) => h("li", { key: one.name }, [
      h("button", { type: "button", class: "scenario", disabled: Boolean(one.error), "data-story": one.name, onClick: () => openStory(one.name) }, [
        h("span", { class: "scenario-title" }, one.title), h("span", { class: "count" }, one.error ? t("scenario.broken") : t("story.count", { count: number(one.steps, 0) }))]),
      one.error ? h("p", { class: "complaint", lang: "en" }, one.error) : null]))),
    button(t("story.new"), () => { newStory(); nextTick(() => /** @type {any} */ (document.getElementById("story-title"))?.select()); }, { kind: "main", icon: "plus", attributes: { id: "story-new" } }),
  ]);
}

/** What a view is called until somebody finds a better word. */
function suggested() {
  const { field, shown, run } = store;
  if (field && shown) return [fieldTitle(field), field.times.length > 1 ? moment(field.times[field.moment], field.model) : ""].filter(Boolean).join(", ");
  return run?.scenario ?? store.scenario?.title ?? store.city.name;
}

/** The step that is dragged, and the place it would fall at. */
const dragged = ref(/** @type {{from: number, to: number}|null} */ (null));

/** Follows the pointer from a step's grip until it is let go. */
function drag(/** @type {PointerEvent} */ event, /** @type {number} */ from) {
  if (event.button !== 0) return;
  event.preventDefault();
  const rows = [...document.querySelectorAll(".story-steps > li")].map((one) => one.getBoundingClientRect());
  const scroll = document.getElementById("panel-body");
  const began = scroll?.scrollTop ?? 0;
  dragged.value = { from, to: from };
  const stop = new AbortController();
  const put = (/** @type {boolean} */ isDone) => { stop.abort(); if (isDone && dragged.value) moveStep(from, dragged.value.to); dragged.value = null; };
  addEventListener("pointermove", (move) => {
    const y = move.clientY + (scroll?.scrollTop ?? 0) - began;
    dragged.value = { from, to: rows.filter((row, place) => place !== from && row.top + row.height / 2 < y).length };
  }, { signal: stop.signal });
  addEventListener("pointerup", () => put(true), { signal: stop.signal });
  addEventListener("pointercancel", () => put(false), { signal: stop.signal });
  addEventListener("keydown", (key) => { if (key.key === "Escape") put(false); }, { signal: stop.signal });
}

function mark(/** @type {number} */ place) {
  if (!dragged.value) return "";
  const { from, to } = dragged.value;
  if (place === from) return "dragged";
  return place === to ? (place < from ? "drop-above" : "drop-below") : "";
}

/** Moves by a button or a key, and the focus goes along. */
function push(/** @type {number} */ place, /** @type {number} */ by) {
  const id = stories.story?.steps[place].id;
  moveStep(place, place + by);
  nextTick(() => document.getElementById(`step-${by < 0 ? "up" : "down"}-${id}`)?.focus());
}

function stepOf(/** @type {any} */ step, /** @type {number} */ place, /** @type {number} */ count) {
  const named = { place: place + 1, title: step.title };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const id = /** @type {HTMLElement} */ (event.target).id;
    moveStep(place, place + (event.key === "ArrowUp" ? -1 : 1));
    nextTick(() => document.getElementById(id)?.focus());
  };
  return h("li", { key: step.id, class: ["story-step", mark(place)], onKeydown: keys }, [
    h("div", { class: "story-step-head" }, [
      h("span", { class: "story-number", "aria-hidden": "true" }, String(place + 1)),
      h("label", { class: "hidden", for: `step-title-${step.id}` }, t("story.stepTitle", named)),
      h(Typed, { id: `step-title-${step.id}`, type: "text", maxlength: 200, value: step.title, placeholder: t("story.titleHere"),
        onCommit: (/** @type {string} */ text) => edit((story) => { story.steps[place].title = text; }) }),
      h("span", { class: "layer-grip", "aria-hidden": "true", onPointerdown: (/** @type {PointerEvent} */ event) => drag(event, place) }, icon("grip"))]),
    h("label", { class: "hidden", for: `step-text-${step.id}` }, t("story.stepText", named)),
    h(Typed, { id: `step-text-${step.id}`, tag: "textarea", rows: 2, maxlength: 4000, value: step.text, placeholder: t("story.textHere"),
      onCommit: (/** @type {string} */ text) => edit((story) => { story.steps[place].text = text; }) }),
    h("div", { class: "story-step-tools" }, [
      h("button", { type: "button", class: "link", onClick: async () => { stories.lack = await bring(step.view, { isFull: false }); if (stories.lack) announce(stories.lack); } }, [t("story.look"), h("span", { class: "hidden" }, ` ${t("story.stepNamed", named)}`)]),
      h("button", { type: "button", class: "link", onClick: () => { edit((story) => { story.steps[place].view = viewOf(write()); }); announce(t("story.retaken", named)); } }, [t("story.retake"), h("span", { class: "hidden" }, ` ${t("story.stepNamed", named)}`)]),
      h("span", { class: "layer-moves" }, [
        iconButton(t("story.up", named), "up", () => push(place, -1), { id: `step-up-${step.id}`, "aria-disabled": place === 0 }),
        iconButton(t("story.down", named), "down", () => push(place, 1), { id: `step-down-${step.id}`, "aria-disabled": place === count - 1 }),
        iconButton(t("story.remove", named), "trash", () => {
          edit((story) => { story.steps.splice(place, 1); });
          nextTick(() => document.getElementById("story-add")?.focus());
        }, { id: `step-remove-${step.id}` })])]),
  ]);
}

/** The address of the story, for a colleague. */
const link = () => `${location.origin}${location.pathname}#v=1&story=${writePlace(stories.story?.name ?? "", 0)}&lang=${store.lang}`;

async function copy() {
  try { await navigator.clipboard.writeText(link()); ui.value.copied = t("share.copied"); } catch { ui.value.copied = t("story.linkIs", { link: link() }); }
  announce(ui.value.copied);
}

function editor() {
  const story = /** @type {any} */ (stories.story);
  const { steps } = story;
  const mayWrite = may("operate");
  return h("div", { class: "stack story" }, [
    h("div", { class: "scenario-head" }, [
      iconButton(t("story.all"), "back", () => { ui.value = { copied: "", isSure: false, isPrinting: false }; close(); }, { id: "story-close" }),
      h("label", { class: "hidden", for: "story-title" }, t("story.title")),
      h(Typed, { id: "story-title", class: "title-input", type: "text", maxlength: 200, value: story.title, onCommit: (/** @type {string} */ text) => edit((one) => { one.title = text.trim() || t("story.untitled"); }) }),
      iconButton(t("scenario.undo"), "undo", undo, { disabled: stories.past.length === 0 }),
      iconButton(t("scenario.redo"), "redo", redo, { disabled: stories.future.length === 0 })]),
    h("div", { class: "row" }, [
      button(t("story.add"), () => { addStep(viewOf(write()), suggested()); ui.value.copied = ""; }, { kind: steps.length ? "plain" : "main", icon: "plus", attributes: { id: "story-add", disabled: steps.length >= 100 } }),
      button(t("story.play"), () => { fullScreen(); tell(0); }, { kind: steps.length ? "main" : "plain", icon: "play", disabled: steps.length === 0, attributes: { id: "story-play" } })]),
    steps.length === 0 ? emptyNote(t("story.empty"), t("story.emptyNext"))
      : h("ol", { class: "story-steps", "aria-label": t("story.steps") }, steps.map((/** @type {any} */ one, /** @type {number} */ place) => stepOf(one, place, steps.length))),
    stories.lack && !stories.isTold ? h("p", { class: "complaint", role: "status" }, stories.lack) : null,
    steps.length > 1 ? h("p", { class: "quiet wide-only" }, t("story.orderHint")) : null,
    h("div", { class: "row" }, [
      button(t("story.save"), save, { icon: "save", disabled: !mayWrite || steps.length === 0 || story.saved, attributes: { id: "story-save" } }),
      story.name && story.saved ? button(t("share.copy"), copy, { icon: "link", attributes: { id: "story-link" } }) : null,
      steps.length ? button(t("export.print.kind"), async () => { ui.value.isPrinting = true; await printStory(); ui.value.isPrinting = false; }, { icon: "print", disabled: ui.value.isPrinting || !store.mapReady, attributes: { id: "story-print" } }) : null]),
    mayWrite ? null : h("p", { class: "note" }, t("story.mayNotSave")),
    mayWrite && !story.saved && steps.length ? h("p", { class: "quiet" }, t("story.unsaved")) : null,
    ui.value.isPrinting ? h("p", { class: "quiet", role: "status" }, t("story.printing", { place: stories.place + 1, count: steps.length })) : null,
    ui.value.copied ? h("p", { class: "quiet story-copied", role: "status" }, ui.value.copied) : null,
    story.name && mayWrite ? (ui.value.isSure
      ? h("div", { class: "note", role: "group", "aria-label": t("story.sure") }, [h("p", t("story.sure")), h("div", { class: "row" }, [
        button(t("scenario.delete"), () => { ui.value.isSure = false; discard(); }, { attributes: { id: "story-delete" } }), button(t("story.keep"), () => { ui.value.isSure = false; })])])
      : h("button", { type: "button", class: "link", onClick: () => { ui.value.isSure = true; nextTick(() => document.getElementById("story-delete")?.focus()); } }, t("story.delete"))) : null,
  ]);
}

/** The panel. */
export function Stories() {
  return h("section", { "aria-labelledby": "stories-title" }, [
    h("h2", { id: "stories-title" }, t("story.heading")),
    stories.story ? null : h("p", { class: "quiet" }, t("story.what")),
    stories.error ? errorNote(stories.error, stories.story ? null : loadStories) : null,
    stories.story ? editor() : chooser(),
  ]);
}
