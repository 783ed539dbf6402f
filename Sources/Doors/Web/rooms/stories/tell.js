// A story told: the map has the whole screen, each step says in large letters what is seen. Arrows and a presenter's keys go on and back, Escape ends.
import { h, nextTick, onBeforeUnmount, onMounted, ref, watch } from "../../vendor/vue.js";
import { fieldTitle, t } from "../../core/i18n.js";
import { icon } from "../../core/parts.js";
import { announce, store } from "../../core/store.js";
import { write } from "../../core/url.js";
import { sideTitle } from "../compare/compare.js";
import { moment } from "../map/clock.js";
import { firstMap } from "../map/map.js";
import { bring } from "./bring.js";
import { openStory, stories } from "./state.js";

/** What the page showed before, to go back to. @type {{view: string, scenario: any, past: any[], future: any[], focus: string}|null} */
let before = null;

const steps = () => stories.story?.steps ?? [];

/** Goes to a step. */
export async function goToStep(/** @type {number} */ place) {
  if (!(place >= 0 && place < steps().length)) return;
  stories.place = place;
  Object.assign(stories, { lack: "", isBringing: true });
  const step = steps()[place];
  announce([t("story.stepOf", { place: place + 1, count: steps().length }), step.title, step.text].filter(Boolean).join(". "));
  const lack = await bring(step.view, { isFull: true });
  if (steps()[place] === step && stories.place === place) Object.assign(stories, { lack, isBringing: false });
}

/** Gives the map the room it has now. */
const fit = () => nextTick(() => firstMap()?.resize());

/** Tells the story at hand from one of its steps. */
export async function tell(place = 0) {
  if (!steps().length) return;
  before ??= { view: write(), scenario: store.scenario, past: store.past, future: store.future, focus: document.activeElement?.id ?? "" };
  stories.isTold = true;
  document.documentElement.dataset.telling = "yes";
  fit();
  await goToStep(Math.min(place, steps().length - 1));
}

/** Tells a story of the folder, as a link asks. */
export async function tellNamed(/** @type {{name: string, place: number}} */ { name, place }) {
  if (await openStory(name)) await tell(place);
  else store.panel = "stories";
}

/** Ends, and shows what was seen before. */
export async function leaveStory() {
  if (!stories.isTold) return;
  stories.isTold = false;
  delete document.documentElement.dataset.telling;
  if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
  fit();
  const was = before;
  before = null;
  if (was) {
    await bring(was.view, { isFull: false, scenario: was.scenario });
    Object.assign(store, { past: was.past, future: was.future });
    document.getElementById(was.focus)?.focus();
  }
  announce(t("story.ended"));
}

/** Takes the whole screen; where the browser gives none, the window does. */
export const fullScreen = () => {
  if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
  else document.documentElement.requestFullscreen?.().catch(() => {});
};

const ON = new Set(["ArrowRight", "ArrowDown", "PageDown", " ", "Enter", "n"]);
const BACK = new Set(["ArrowLeft", "ArrowUp", "PageUp", "Backspace", "p"]);

function key(/** @type {KeyboardEvent} */ event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const target = /** @type {Element|null} */ (event.target instanceof Element ? event.target : null);
  // A slider moves by arrows, a button is pressed by Enter and space.
  if (target?.matches("input, select, textarea") || (target?.matches("button, summary") && [" ", "Enter"].includes(event.key))) return;
  const last = steps().length - 1;
  if (event.key === "Escape") leaveStory();
  else if (event.key === "f") fullScreen();
  else if (event.key === "Home") goToStep(0);
  else if (event.key === "End") goToStep(last);
  else if (ON.has(event.key)) goToStep(Math.min(last, stories.place + 1));
  else if (BACK.has(event.key)) goToStep(Math.max(0, stories.place - 1));
  else if (event.key === "Tab" || event.key === "Shift") return;
  event.preventDefault();
  event.stopPropagation();
}

/** What lies on the map, in small letters. */
function onMap() {
  const { field, shown, compare } = store;
  if (!field || !shown || !store.run) return "";
  const sides = compare.way ? `${sideTitle("second")} | ${sideTitle("first")}` : sideTitle("first");
  return [fieldTitle(field), sides, field.times.length > 1 ? moment(field.times[field.moment], field.model) : ""].filter(Boolean).join(" · ");
}

const Told = {
  setup() {
    const box = ref(/** @type {HTMLElement|null} */ (null));
    const isFull = ref(false);
    let wasFull = false;
    const changed = () => {
      isFull.value = Boolean(document.fullscreenElement);
      // The browser's own Escape ends the full screen, and with it the story.
      if (wasFull && !isFull.value) leaveStory();
      wasFull = isFull.value;
      fit();
    };
    onMounted(() => {
      addEventListener("keydown", key, true);
      document.addEventListener("fullscreenchange", changed);
      changed();
      box.value?.focus();
    });
    onBeforeUnmount(() => { removeEventListener("keydown", key, true); document.removeEventListener("fullscreenchange", changed); });
    return () => {
      const all = steps();
      const step = all[stories.place];
      const { place } = stories;
      const turnTo = (/** @type {number} */ to, /** @type {string} */ word, /** @type {any} */ drawing) => h("button", { type: "button", class: "telling-turn", id: `story-${drawing}`,
        "aria-label": t(word), title: t(word), "aria-disabled": to < 0 || to >= all.length, onClick: () => goToStep(to) }, icon(drawing));
      return h("section", { class: "telling", ref: box, tabindex: -1, "aria-label": t("story.telling", { title: stories.story?.title }) }, [
        h("div", { class: "telling-words", tabindex: 0, role: "group", "aria-label": t("story.stepOf", { place: place + 1, count: all.length }) }, [
          h("p", { class: "telling-story" }, [stories.story?.title, onMap()].filter(Boolean).join(" · ")),
          step?.title ? h("h2", step.title) : null,
          step?.text ? h("p", { class: "telling-text" }, step.text) : null,
          stories.lack ? h("p", { class: "telling-lack", role: "alert" }, stories.lack) : null]),
        h("div", { class: "telling-bar" }, [
          turnTo(place - 1, "story.back", "back"),
          h("ol", { class: "telling-dots", "aria-label": t("story.steps") }, all.map((one, number) => h("li", { key: one.id },
            h("button", { type: "button", "aria-label": [t("story.stepOf", { place: number + 1, count: all.length }), one.title].filter(Boolean).join(": "),
              title: one.title || undefined, "aria-current": number === place ? "step" : undefined, onClick: () => goToStep(number) }, h("i"))))),
          turnTo(place + 1, "story.on", "forth"),
          h("span", { class: "telling-count", "aria-hidden": "true" }, `${place + 1} / ${all.length}`),
          document.fullscreenEnabled && !isFull.value ? h("button", { type: "button", class: "telling-turn", id: "story-full", "aria-label": t("story.full"), title: `${t("story.full")} (F)`, onClick: fullScreen }, icon("full")) : null,
          h("button", { type: "button", class: "telling-turn", id: "story-leave", "aria-label": t("story.leave"), title: `${t("story.leave")} (Esc)`, onClick: leaveStory }, icon("close"))]),
      ]);
    };
  },
};

/** What lies over the map while a story is told. */
export const Telling = () => (stories.isTold && stories.story ? h(Told) : null);

// Its steps may be taken away by who edits it elsewhere: nothing is left to tell.
watch(() => stories.isTold && steps().length === 0, (isEmpty) => { if (isEmpty) leaveStory(); });
