// Stories: views in an order, edited with undo and redo, kept in the city's folder. An unsaved one survives a reload.
import { reactive } from "../../vendor/vue.js";
import { get, getTagged, remove, send } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { announce, store } from "../../core/store.js";
import { moved, nameFor } from "./parts.js";

/**
 * @typedef {{id: number, title: string, text: string, view: string}} Step  `id` is the page's own.
 * @typedef {{name: string, title: string, steps: Step[], saved: boolean, tag: string}} Story  `tag` is of what was read or written last: others' edits since are not written over.
 */

export const stories = reactive({
  /** Those of the folder; nothing before they were asked for. */
  list: /** @type {any[]|null} */ (null),
  error: "",
  /** The one at hand. */
  story: /** @type {Story|null} */ (null),
  past: /** @type {string[]} */ ([]),
  future: /** @type {string[]} */ ([]),
  /** Whether it is told, and which step is seen. */
  isTold: false,
  place: 0,
  /** What a view asked for and could not have. */
  lack: "",
  isBringing: false,
});

let known = 0;
const numbered = (/** @type {any} */ { title = "", text = "", view }) => ({ id: ++known, title, text, view });
const sentence = (/** @type {unknown} */ error) => (error instanceof Error ? error.message : String(error));
const draftKey = () => `kembar.story.${store.city.digest.slice(0, 16)}`;

/** Asks which there are. */
export async function loadStories() {
  try {
    stories.list = await get("stories");
    stories.error = "";
  } catch (error) { stories.error = sentence(error); }
}

/** A fresh one. */
export function newStory() {
  Object.assign(stories, { story: { name: "", title: t("story.untitled"), steps: [], saved: false, tag: "" }, past: [], future: [], error: "" });
}

/** Opens one of the folder; whether it could be had. */
export async function openStory(/** @type {string} */ name) {
  try {
    const { value: found, tag } = await getTagged(`stories/${encodeURIComponent(name)}`);
    Object.assign(stories, { story: { name, title: found.story, steps: found.steps.map(numbered), saved: true, tag }, past: [], future: [], error: "" });
    announce(t("story.opened", { title: found.story }));
    return true;
  } catch (error) {
    stories.error = sentence(error);
    return false;
  }
}

/** Edits the one at hand; the state before can be had back. */
export function edit(/** @type {(story: Story) => void} */ change) {
  if (!stories.story) newStory();
  const story = /** @type {Story} */ (stories.story);
  stories.past.push(JSON.stringify(story));
  if (stories.past.length > 100) stories.past.shift();
  stories.future = [];
  change(story);
  story.saved = false;
  keepDraft();
}

/** Puts a view at the end. */
export function addStep(/** @type {string} */ view, /** @type {string} */ title) {
  edit((story) => { story.steps.push(numbered({ title, view })); });
  announce(t("story.added", { count: stories.story?.steps.length }));
}

/** Moves a step to another place. */
export function moveStep(/** @type {number} */ from, /** @type {number} */ to) {
  const steps = stories.story?.steps ?? [];
  if (from === to || to < 0 || to >= steps.length) return;
  edit((story) => { story.steps = moved(story.steps, from, to); });
  announce(t("story.moved", { place: to + 1, count: steps.length }));
}

/** Steps back or forth. */
export const undo = () => step(stories.past, stories.future, "scenario.undone");
export const redo = () => step(stories.future, stories.past, "scenario.redone");
function step(/** @type {string[]} */ from, /** @type {string[]} */ to, /** @type {string} */ said) {
  const state = from.pop();
  if (!state || !stories.story) return;
  to.push(JSON.stringify(stories.story));
  const { name, tag } = stories.story;
  stories.story = { ...JSON.parse(state), name, tag, saved: false };
  keepDraft();
  announce(t(said));
}

/** Writes it into the city's folder; whether that was done. */
export async function save() {
  const { story } = stories;
  if (!story) return false;
  const isNew = story.name === "";
  const name = story.name || nameFor(story.title, new Set((stories.list ?? []).map((one) => one.name)));
  try {
    const steps = story.steps.map(({ title, text, view }) => ({ title, text, view }));
    // Another may have taken the name since the list was asked for.
    const { tag } = await send("PUT", `stories/${encodeURIComponent(name)}`, { story: story.title, steps }, isNew ? { "If-None-Match": "*" } : story.tag ? { "If-Match": story.tag } : {});
    Object.assign(story, { name, saved: true, tag });
    stories.error = "";
    localStorage.removeItem(draftKey());
    announce(t("story.saved"));
    await loadStories();
    return true;
  } catch (error) {
    stories.error = sentence(error);
    if (!isNew && /** @type {any} */ (error).status === 412) {
      // Another's edit stays; this one is kept beside it when it is saved again.
      Object.assign(story, { name: "", tag: "" });
      stories.error = t("story.changed", { title: story.title });
      keepDraft();
    }
    return false;
  }
}

/** Takes it out of the folder. */
export async function discard() {
  try {
    if (stories.story?.name) await remove(`stories/${encodeURIComponent(stories.story.name)}`);
    close();
    await loadStories();
  } catch (error) { stories.error = sentence(error); }
}

/** Puts it away; what is kept in the folder stays there. */
export function close() {
  Object.assign(stories, { story: null, past: [], future: [], error: "" });
  localStorage.removeItem(draftKey());
}

function keepDraft() {
  try { localStorage.setItem(draftKey(), JSON.stringify(stories.story)); } catch { /* private windows keep nothing */ }
}

/** Begins with what was left unsaved, and what is in the folder. */
export async function beginStories() {
  try {
    const left = JSON.parse(localStorage.getItem(draftKey()) ?? "null");
    if (typeof left?.title === "string" && Array.isArray(left.steps) && left.steps.every((/** @type {any} */ one) => typeof one?.view === "string")) {
      stories.story = { name: String(left.name ?? ""), tag: String(left.tag ?? ""), title: left.title, steps: left.steps.map(numbered), saved: false };
    }
  } catch { /* what cannot be read is not there */ }
  await loadStories();
}
