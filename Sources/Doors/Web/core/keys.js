// The keys of the page, in one table: what it says acts, and the list a reader opens with ? is made of it.
import { reactive } from "../vendor/vue.js";
import { closeTool, toggleTool } from "../rooms/tools/tools.js";
import { redo, undo } from "../rooms/whatif/scenarios.js";
import { bring, here } from "./fetched.js";
import { store } from "./store.js";

/**
 * @typedef {object} Key
 * @property {"page"|"map"|"time"|"scenario"} topic
 * @property {string[]} keys  names as the browser has them; `mod+` is Ctrl, and ⌘ where keyboards have it
 * @property {string} word  what it does, in the catalogues
 * @property {() => void} [act]  what it does; nothing where the part that has the focus acts by itself
 * @property {(target: EventTarget|null, name: string) => boolean} [isFor]  whether one of its keys acts while something has the focus
 */

const isNone = (/** @type {EventTarget|null} */ target) => target === document.body;
/** Whether a story is what is edited. */
const ofStory = () => store.panel === "stories" && (here.stories?.stories.story ?? null) !== null;
const isBare = (/** @type {EventTarget|null} */ target) => target === document.body || target instanceof HTMLCanvasElement;

/** @type {Key[]} */
export const KEYS = [
  { topic: "page", keys: ["?"], word: "keyboard.help", act: () => { store.dialog = "keyboard"; } },
  { topic: "page", keys: ["/"], word: "keyboard.search", act: () => document.getElementById("search")?.focus() },
  { topic: "page", keys: ["l"], word: "keyboard.layers", act: () => toggleTool("layers") },
  { topic: "page", keys: ["t"], word: "keyboard.table", act: () => toggleTool("table") },
  { topic: "page", keys: ["Escape"], word: "keyboard.escape", act: () => { if (store.picking) store.picking = null; else if (!here.compare?.leave() && !closeTool()) { store.selected = null; store.probe = null; } } },
  { topic: "page", keys: ["ArrowLeft", "ArrowRight"], word: "keyboard.tabs" },
  { topic: "page", keys: ["ArrowRight", "ArrowLeft", "Home", "End"], word: "keyboard.story" },
  { topic: "map", keys: ["ArrowUp", "ArrowLeft", "ArrowDown", "ArrowRight"], word: "keyboard.move" },
  { topic: "map", keys: ["+", "-"], word: "keyboard.zoom" },
  { topic: "map", keys: ["3"], word: "keyboard.solid", act: () => { bring("solid").then(({ toggleSolid }) => toggleSolid()).catch(() => {}); } },
  { topic: "map", keys: ["c"], word: "keyboard.compare", act: () => here.compare?.turn() },
  { topic: "time", keys: ["ArrowLeft", "["], word: "keyboard.earlier", act: () => here.timeline?.step(-1), isFor: (target, name) => name === "[" || isNone(target) },
  { topic: "time", keys: ["ArrowRight", "]"], word: "keyboard.later", act: () => here.timeline?.step(1), isFor: (target, name) => name === "]" || isNone(target) },
  { topic: "time", keys: ["Home"], word: "keyboard.now", act: () => here.timeline?.toNow(), isFor: isBare },
  { topic: "time", keys: [" "], word: "keyboard.play", act: () => here.timeline?.play(), isFor: isBare },
  { topic: "scenario", keys: ["mod+z"], word: "keyboard.undo", act: () => (ofStory() ? here.stories.undo() : undo()) },
  { topic: "scenario", keys: ["mod+shift+z"], word: "keyboard.redo", act: () => (ofStory() ? here.stories.redo() : redo()) },
];

const KEPT = "kembar.keys";

/** Whether single keys act: who dictates, or whose hand trembles, may switch them off. */
export const single = reactive({ isOn: localStorage.getItem(KEPT) !== "off" });

/** Switches single keys on or off, here and at the next visit. */
export function turnSingle(/** @type {boolean} */ isOn) {
  single.isOn = isOn;
  if (isOn) localStorage.removeItem(KEPT); else localStorage.setItem(KEPT, "off");
}

/** What was pressed, as the table names it. */
export function pressed(/** @type {{key: string, code?: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean, shiftKey?: boolean}} */ event) {
  // Where letters of another script are typed, the key is known by its place.
  const isForeign = event.key.length === 1 && event.key > "\u007f" && /^Key[A-Z]$/.test(event.code ?? "");
  const key = isForeign ? String(event.code).slice(3).toLowerCase() : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // A sign is what it is, whatever must be held to type it: [ lies behind AltGr on some keyboards, which reads as Ctrl and Alt.
  const isSign = key.length === 1 && /[^\p{L}\p{N} ]/u.test(key);
  if (isSign && !event.metaKey && (!event.ctrlKey || event.altKey)) return key;
  return [event.ctrlKey || event.metaKey ? "mod" : "", event.altKey ? "alt" : "", event.shiftKey ? "shift" : "", key].filter(Boolean).join("+");
}

/** Inputs that letters are typed into. */
const TYPED = "textarea, select, input:not([type=range], [type=checkbox], [type=radio], [type=button], [type=submit])";

/** Does what a key stands for. */
export function act(/** @type {KeyboardEvent} */ event) {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.target instanceof Element && event.target.matches(TYPED)) return;
  const name = pressed(event);
  if (name.length === 1 && !single.isOn) return;
  const found = KEYS.find((one) => one.act && one.keys.includes(name) && (one.isFor?.(event.target, name) ?? true));
  if (!found) return;
  if (name !== "Escape") event.preventDefault();
  found.act?.();
}
