// What a story is made of, without the page around it: its views as addresses, its steps in an order, its name as a file's. Plain functions.

/** What a view does not hold: the reader's language and colours, which room stands open, and the story itself. */
const NOT_OF_A_VIEW = new Set(["lang", "theme", "p", "d", "story"]);

/** The part of the page's address that a step keeps. */
export const viewOf = (/** @type {string} */ fragment) => fragment.replace(/^#/, "").split("&").filter((part) => part && !NOT_OF_A_VIEW.has(part.split("=")[0])).join("&");

/** A list with one of its items at another place. @template T @param {T[]} list @returns {T[]} */
export function moved(list, /** @type {number} */ from, /** @type {number} */ to) {
  const found = [...list];
  if (!(from in list)) return found;
  found.splice(Math.min(list.length - 1, Math.max(0, to)), 0, ...found.splice(from, 1));
  return found;
}

/** A file's name out of a title, that none of those taken has. */
export function nameFor(/** @type {string} */ title, /** @type {Set<string>} */ taken) {
  const encoder = new TextEncoder();
  let base = title.normalize("NFC").replace(/[^\p{L}\p{M}\p{N} _-]+/gu, " ").trim().replace(/\s+/g, "-").toLowerCase();
  // Letters of some scripts take three bytes, and a file's name has a hundred at most.
  while (encoder.encode(base).length > 90) base = [...base].slice(0, -1).join("").replace(/-+$/, "");
  base ||= "story";
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}-${number}`;
  return name;
}

/** A story and one of its steps, counted from one, as the address names them: `story=name~2`. */
export const writePlace = (/** @type {string} */ name, /** @type {number} */ place) => encodeURIComponent(name) + (place > 0 ? `~${place + 1}` : "");

/** What the address says of a story; nothing when it says none. */
export function readPlace(/** @type {string|null} */ text) {
  const found = /^([^~]{1,100})(?:~(\d{1,3}))?$/.exec(text ?? "");
  return found ? { name: found[1], place: Math.max(0, Number(found[2] ?? 1) - 1) } : null;
}

/** The item of an ascending list that lies nearest to a value, by its place. */
export function nearestOf(/** @type {number[]} */ list, /** @type {number} */ value) {
  let best = 0;
  for (let i = 1; i < list.length; i++) if (Math.abs(list[i] - value) < Math.abs(list[best] - value)) best = i;
  return best;
}
