// The rooms of the page in the order of their tabs: a room is a folder beside this file and a line in this list. The frame (page.js), the
// address (core/url.js) and the beginning (main.js) read the list and know no room by name.
import { t } from "../core/i18n.js";
import { here, part } from "../core/fetched.js";
import { WhatIf } from "./whatif/panel.js";

/**
 * @typedef {object} Room
 * @property {string} id  how the address and its tab name it
 * @property {() => any} panel  what stands in the panel while its tab is chosen
 * @property {string} words  how its words begin in the catalogues; its tab reads `tab.` and this
 * @property {() => boolean} [isOffered]  whether it has a tab in this city; always, when it does not say
 * @property {() => {count: number, means: string}} [badge]  what waits in it: a number on its tab, and what that number counts
 */

/** @type {Room[]} */
export const ROOMS = [
  { id: "live", panel: part("live", "Live"), words: "live", isOffered: () => here.live?.live.isOffered ?? false, badge: () => ({ count: here.live?.raisedCount() ?? 0, means: t("alerts.waiting") }) },
  { id: "whatif", panel: WhatIf, words: "whatif" },
  { id: "city", panel: part("city", "City"), words: "city" },
  { id: "stories", panel: part("stories", "Stories"), words: "stories" },
  { id: "how", panel: part("how", "How"), words: "how" },
];

/** The room a page opens with, which every city has. */
export const OPENING = "whatif";

/** The rooms of this city. */
export const offered = () => ROOMS.filter(({ isOffered }) => isOffered?.() ?? true);

/** The room that a name stands for; the one a page opens with when this city has none of that name. */
export const roomOf = (/** @type {string} */ id) => offered().find((one) => one.id === id) ?? /** @type {Room} */ (ROOMS.find((one) => one.id === OPENING));
