// The keys of the page, in one table: what it says acts, and the list a reader opens with ? is made of it.
import { reactive } from "../vendor/vue.js";
import { leave, turn } from "../rooms/compare/compare.js";
import { play, step } from "../rooms/map/time.js";
import { toggleSolid } from "../rooms/solid/solid.js";
import { redo, undo } from "../rooms/whatif/scenarios.js";
import { store } from "./store.js";

/**
 * @typedef {object} Key
 * @property {"page"|"map"|"time"|"scenario"} topic
 * @property {string[]} keys  names as the browser has them; `mod+` is Ctrl, and ⌘ where keyboards have it
 * @property {string} word  what it does, in the catalogues
 * @property {() => void} [act]  what it does; nothing where the part that has the focus acts by itself
 * @property {(target: EventTarget|null) => boolean} [isFor]  whether it acts while something has the focus
 */

const isBare = (/** @type {EventTarget|null} */ target) => target === document.body || target instanceof HTMLCanvasElement;

/** @type {Key[]} */
export const KEYS = [
  { topic: "page", keys: ["?"], word: "keyboard.help", act: () => { store.dialog = "keyboard"; } },
  { topic: "page", keys: ["/"], word: "keyboard.search", act: () => document.getElementById("search")?.focus() },
  { topic: "page", keys: ["l"], word: "keyboard.layers", act: () => { store.panel = "layers"; } },
  { topic: "page", keys: ["Escape"], word: "keyboard.escape", act: () => { if (store.picking) store.picking = null; else if (!leave()) { store.selected = null; store.probe = null; } } },
  { topic: "page", keys: ["ArrowLeft", "ArrowRight"], word: "keyboard.tabs" },
  { topic: "map", keys: ["ArrowUp", "ArrowLeft", "ArrowDown", "ArrowRight"], word: "keyboard.move" },
  { topic: "map", keys: ["+", "-"], word: "keyboard.zoom" },
  { topic: "map", keys: ["3"], word: "keyboard.solid", act: toggleSolid },
  { topic: "map", keys: ["c"], word: "keyboard.compare", act: turn },
  { topic: "time", keys: ["["], word: "keyboard.earlier", act: () => step(-1) },
  { topic: "time", keys: ["]"], word: "keyboard.later", act: () => step(1) },
  { topic: "time", keys: [" "], word: "keyboard.play", act: play, isFor: isBare },
  { topic: "scenario", keys: ["mod+z"], word: "keyboard.undo", act: undo },
  { topic: "scenario", keys: ["mod+shift+z"], word: "keyboard.redo", act: redo },
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
  const found = KEYS.find((one) => one.act && one.keys.includes(name) && (one.isFor?.(event.target) ?? true));
  if (!found) return;
  if (name !== "Escape") event.preventDefault();
  found.act?.();
}
