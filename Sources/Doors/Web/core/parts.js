// Small parts that panels are made of. Everything that comes from data is put in as text, never as markup.
import { h } from "../vendor/vue.js";
import { t } from "./i18n.js";
import { announce } from "./store.js";

const PATHS = {
  search: "M10 4a6 6 0 1 0 3.7 10.7l4.8 4.8 1-1-4.8-4.8A6 6 0 0 0 10 4m0 1.6a4.4 4.4 0 1 1 0 8.8 4.4 4.4 0 0 1 0-8.8",
  close: "m6.4 5 5.6 5.6L17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z",
  plus: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  minus: "M5 11h14v2H5z",
  eye: "M12 6c4.4 0 7.8 3 9.5 6-1.7 3-5.1 6-9.5 6s-7.8-3-9.5-6C4.2 9 7.6 6 12 6m0 2.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6",
  eyeOff: "m4.3 3 17 17-1.3 1.3-3.4-3.4A10.4 10.4 0 0 1 12 19c-4.4 0-7.8-3-9.5-6a14 14 0 0 1 4-4.5L3 4.3zM12 7c4.4 0 7.8 3 9.5 6-.6 1-1.4 2-2.3 2.9L15.6 12.3A3.8 3.8 0 0 0 11.3 8.8L9.7 7.3A9 9 0 0 1 12 7",
  undo: "M9 6 4 11l5 5v-3.6h5a3.2 3.2 0 0 1 0 6.4h-3v2h3a5.2 5.2 0 0 0 0-10.4H9z",
  redo: "m15 6 5 5-5 5v-3.6h-5a3.2 3.2 0 0 0 0 6.4h3v2h-3a5.2 5.2 0 0 1 0-10.4h5z",
  trash: "M9 4h6l1 2h4v2H4V6h4zM6 9h12l-1 11H7z",
  play: "M8 5v14l11-7z",
  pause: "M7 5h4v14H7zM13 5h4v14h-4z",
  person: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8m0 10c4.4 0 8 2.2 8 5v1H4v-1c0-2.8 3.6-5 8-5",
  moon: "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5",
  sun: "M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M11 2h2v3h-2zm0 17h2v3h-2zM2 11h3v2H2zm17 0h3v2h-3zM4.2 5.6l1.4-1.4 2.1 2.1-1.4 1.4zm12.1 12.1 1.4-1.4 2.1 2.1-1.4 1.4zM4.2 18.4l2.1-2.1 1.4 1.4-2.1 2.1zM16.3 6.3l2.1-2.1 1.4 1.4-2.1 2.1z",
  link: "M10.6 13.4a3.5 3.5 0 0 1 0-5l3-3a3.5 3.5 0 0 1 5 5l-1.5 1.5-1.3-1.3 1.5-1.5a1.7 1.7 0 1 0-2.4-2.4l-3 3a1.7 1.7 0 0 0 0 2.4zm2.8-2.8a3.5 3.5 0 0 1 0 5l-3 3a3.5 3.5 0 0 1-5-5l1.5-1.5 1.3 1.3-1.5 1.5a1.7 1.7 0 1 0 2.4 2.4l3-3a1.7 1.7 0 0 0 0-2.4z",
  back: "m14.5 5 1.5 1.5L10.5 12l5.5 5.5-1.5 1.5-7-7z",
  forth: "M9.5 5 8 6.5l5.5 5.5L8 17.5 9.5 19l7-7z",
  save: "M5 4h11l4 4v12H4V5a1 1 0 0 1 1-1m2 2v4h8V6zm5 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
  keys: "M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1m2 3v2h2V9zm3.5 0v2h2V9zM13 9v2h2V9zm3.5 0v2h2V9zM7 13.5v2h10v-2z",
  download: "M11 4h2v8.6l3.3-3.3 1.4 1.4L12 16.4l-5.7-5.7 1.4-1.4 3.3 3.3zM5 18h14v2H5z",
  up: "m12 7 7 7-1.5 1.5L12 10l-5.5 5.5L5 14z",
  down: "m12 17-7-7 1.5-1.5L12 14l5.5-5.5L19 10z",
  unplugged: "m4.3 3 16.7 16.7-1.3 1.3-6.2-6.2a4.5 4.5 0 0 0-4.6 1L7.5 14.4a6.5 6.5 0 0 1 4-1.9L8.7 9.7A9.5 9.5 0 0 0 5 11.9L3.6 10.5a11.5 11.5 0 0 1 3.6-2.3L3 4.300zM12 7c3.200 0 6.200 1.300 8.400 3.500L19 11.900A9.800 9.800 0 0 0 13.200 9l-2-2zm0 10.500a1.600 1.600 0 1 1 0 3.200 1.600 1.600 0 0 1 0-3.200",
  full: "M4 4h7v2H6v5H4zm9 0h7v7h-2V6h-5zM4 13h2v5h5v2H4zm14 0h2v7h-7v-2h5z",
  print: "M7 4h10v4H7zM5 9h14a2 2 0 0 1 2 2v6h-4v3H7v-3H3v-6a2 2 0 0 1 2-2m4 5v4h6v-4z",
  grip: "M8 5h3v3H8zm5 0h3v3h-3zM8 10.5h3v3H8zm5 0h3v3h-3zM8 16h3v3H8zm5 0h3v3h-3z",
  swipe: "M11 3h2v18h-2zM8 7v10l-5-5zm8 0 5 5-5 5z",
  side: "M3 4h8v16H3zm2 2v12h4V6zm8-2h8v16h-8zm2 2v12h4V6z",
  branch: "M7 3a2.5 2.5 0 0 1 1 4.8v2.7c.8-.6 1.8-.9 3-.9h1.5c1.3 0 2.1-.5 2.4-1.8A2.5 2.5 0 1 1 17 8c-.4 2.3-2 3.6-4.5 3.6H11c-1.8 0-2.9.8-3 2.5v2.1a2.5 2.5 0 1 1-2 0V7.8A2.5 2.5 0 0 1 7 3",
  more: "M5 10.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6zM12 10.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6zM19 10.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z",
  layers: "m12 3 10 5.5L12 14 2 8.5zM4.2 12.2 12 16.5l7.8-4.3 2.2 1.2L12 19 2 13.4z",
  table: "M4 5h16v14H4zm2 2v2.5h5V7zm7 0v2.5h5V7zm-7 4.5V14h5v-2.5zm7 0V14h5v-2.5zM6 16v1h5v-1zm7 0v1h5v-1z",
  ask: "M12 2.5a9.5 9.5 0 1 1 0 19 9.500 9.500 0 0 1 0-19m0 1.800a7.700 7.700 0 1 0 0 15.400 7.700 7.700 0 0 0 0-15.400M12 7c2 0 3.400 1.200 3.400 3 0 1.300-.7 2-1.500 2.600-.8.6-1 .8-1 1.600v.3h-1.900V14c0-1.400.6-2.100 1.600-2.800.6-.5.9-.7.9-1.200 0-.7-.6-1.200-1.500-1.200s-1.600.6-1.700 1.500L8.500 10C8.700 8.200 10.100 7 12 7m-1 8.700h2v2h-2z",
  target: "M11 2h2v3.1a7 7 0 0 1 5.9 5.9H22v2h-3.1a7 7 0 0 1-5.9 5.9V22h-2v-3.1A7 7 0 0 1 5.1 13H2v-2h3.1A7 7 0 0 1 11 5.1zm1 5a5 5 0 1 0 0 10 5 5 0 0 0 0-10",
};

/** A drawing that says nothing to those who listen. */
export const icon = (/** @type {keyof typeof PATHS} */ name) =>
  h("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, [
    h("path", { d: PATHS[name], fill: "currentColor", "fill-rule": "evenodd" }),
  ]);

/** A button with words. */
export const button = (/** @type {string} */ text, /** @type {() => void} */ onClick, options = {}) =>
  h("button", { type: "button", class: ["button", options.kind ?? "plain"], onClick, disabled: options.disabled ?? false, ...(options.attributes ?? {}) },
    [options.icon ? icon(options.icon) : null, text]);

/** A button with a drawing; its name is read out and shown on hover. */
export const iconButton = (/** @type {string} */ name, /** @type {any} */ drawing, /** @type {() => void} */ onClick, attributes = {}) =>
  h("button", { type: "button", class: "icon-button", title: name, "aria-label": name, onClick, ...attributes }, [icon(drawing)]);

/** Why there is nothing to see, and what to do next. */
export const emptyNote = (/** @type {string} */ title, /** @type {string} */ text, /** @type {any[]} */ actions = []) =>
  h("div", { class: "note" }, [h("p", { class: "note-title" }, title), h("p", text), ...actions]);

/** Copies a number; where the browser will not, it is selected. */
async function copy(/** @type {HTMLElement} */ shown) {
  try {
    await navigator.clipboard.writeText(shown.textContent ?? "");
    announce(t("origin.copied"));
  } catch { getSelection()?.selectAllChildren(shown); }
}

/** The number under which the server's log has what went wrong, to be quoted. */
const errorNumber = (/** @type {string} */ id) => h("p", { class: "error-number" }, [
  `${t("error.number")} `, h("code", id), " ",
  h("button", { type: "button", class: "link", onClick: (/** @type {any} */ event) => copy(event.currentTarget.parentElement.querySelector("code")) }, t("origin.copy"))]);

/** What went wrong, in the server's own words, and the way to try again. */
export const errorNote = (/** @type {string} */ text, /** @type {(() => void)|null} */ retry = null) => {
  const [, words = text, id = ""] = / \[([0-9a-z]{8})\]$/.test(text) ? [text, text.slice(0, -11), text.slice(-9, -1)] : [];
  return h("div", { class: "note bad", role: "alert" }, [
    h("p", { class: "note-title" }, t("error.title")), h("p", words === "offline" ? t("error.offline") : words),
    id ? errorNumber(id) : null, retry ? button(t("error.retry"), retry) : null,
  ]);
};

/** Grey lines where text is about to come. */
export const waiting = (lines = 3) =>
  h("div", { class: "skeleton", "aria-busy": "true" }, [
    h("span", { class: "hidden" }, t("loading")), ...Array.from({ length: lines }, () => h("i"))]);

const LEVELS = { fit: "✓", screeningOnly: "◐", cannot: "✕" };

/** How far something may be trusted, as a word with a sign. */
export const levelChip = (/** @type {string} */ level) =>
  h("span", { class: ["level", level] }, [h("span", { "aria-hidden": "true" }, LEVELS[level] ?? "?"), ` ${t(`level.${level}`)}`]);

/** The verdict that stands for several. */
export const worstOf = (/** @type {any[]} */ verdicts) => ["screeningOnly", "fit", "cannot"].find((level) => verdicts.some((one) => one.level === level)) ?? "cannot";

/**
 * The verdicts that stand with a picture or a table: the chip is the worst of the questions that could be answered — what
 * a model cannot answer is not in its numbers — and all of them, with reasons, when it is opened.
 */
export function verdictStrip(/** @type {any[]} */ verdicts) {
  if (verdicts.length === 0) return null;
  const worst = worstOf(verdicts);
  return h("details", { class: "verdict" }, [
    h("summary", [levelChip(worst), h("span", { class: "verdict-ask" }, t("verdict.why"))]),
    ...verdicts.map((one) => h("div", { class: "verdict-one", lang: "en" }, [
      h("p", [levelChip(one.level), " ", h("b", one.question)]), h("p", one.because),
      one.askFor ? h("p", { class: "ask" }, [`${t("verdict.ask")} `, one.askFor]) : null,
    ])),
  ]);
}
