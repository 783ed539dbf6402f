// What a first tour points at, by what the reader is here for. Each step is an element of the page and a word of the catalogue.

const ELEMENTS = {
  map: "#map", search: ".search", whatif: "#tab-whatif", live: "#tab-live", layers: "#open-layers", city: "#tab-city", stories: "#tab-stories",
  share: "#open-share", account: "#open-account, .head .icon-button[aria-pressed]", keyboard: "#open-keyboard",
};

const TOURS = /** @type {Record<string, (keyof typeof ELEMENTS)[]>} */ ({
  viewer: ["map", "search", "live", "layers", "city", "share"],
  planner: ["map", "search", "whatif", "layers", "city", "stories", "keyboard"],
  operator: ["live", "map", "search", "whatif", "layers", "share"],
  administrator: ["account", "city", "live", "whatif", "share", "keyboard"],
});

/** Whose tour a session gets: by its role; where there are no accounts everyone plans, and who is let in without one looks. */
export const roleOf = (/** @type {any} */ session) => (session?.role in TOURS ? session.role : session?.scopes?.includes("operate") ? "planner" : "viewer");

/** The steps of a role: a name for the words, and where it points. */
export const stepsOf = (/** @type {string} */ role) => (TOURS[role] ?? TOURS.planner).map((name) => ({ name, target: ELEMENTS[name] }));

/**
 * Where a card lies beside an element without leaving the window: right of it, left of it, under it or over it, whichever has room first.
 * @param {{left: number, top: number, right: number, bottom: number}} target
 * @param {{width: number, height: number}} card
 * @param {{width: number, height: number}} window_
 */
export function placeOf(target, card, window_, gap = 14) {
  const within = (/** @type {number} */ value, /** @type {number} */ most) => Math.max(8, Math.min(most - 8, value));
  const middle = { left: within((target.left + target.right - card.width) / 2, window_.width - card.width), top: within((target.top + target.bottom - card.height) / 2, window_.height - card.height) };
  if (target.right + gap + card.width <= window_.width - 8) return { left: target.right + gap, top: middle.top };
  if (target.left - gap - card.width >= 8) return { left: target.left - gap - card.width, top: middle.top };
  if (target.bottom + gap + card.height <= window_.height - 8) return { left: middle.left, top: target.bottom + gap };
  if (target.top - gap - card.height >= 8) return { left: middle.left, top: target.top - gap - card.height };
  // What fills the window is spoken of from its middle.
  return middle;
}
