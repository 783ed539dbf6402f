// The rooms of the page in the order of their tabs: a room is a folder beside this file and a line in this list. The frame (page.js), the
// address (core/url.js) and the beginning (main.js) read the list and know no room by name.
import { t } from "../core/i18n.js";
import { City } from "./city/city.js";
import { Layers } from "./layers/layers.js";
import { raisedCount } from "./live/alerts.js";
import { live } from "./live/desk.js";
import { beginLive, Live } from "./live/live.js";
import { Twin } from "./runs/twin.js";
import { WhatIf } from "./whatif/panel.js";

/**
 * @typedef {object} Room
 * @property {string} id  how the address and its tab name it
 * @property {() => any} panel  what stands in the panel while its tab is chosen
 * @property {string} words  how its words begin in the catalogues; its tab reads `tab.` and this
 * @property {() => boolean} [isOffered]  whether it has a tab in this city; always, when it does not say
 * @property {() => {count: number, means: string}} [badge]  what waits in it: a number on its tab, and what that number counts
 * @property {() => void} [begin]  what it does once the city is known
 */

/** The first is the one a page opens with. @type {Room[]} */
export const ROOMS = [
  { id: "whatif", panel: WhatIf, words: "whatif" },
  { id: "live", panel: Live, words: "live", isOffered: () => live.isOffered, badge: () => ({ count: raisedCount(), means: t("alerts.waiting") }), begin: beginLive },
  { id: "layers", panel: Layers, words: "layers" },
  { id: "city", panel: City, words: "city" },
  { id: "table", panel: Twin, words: "table" },
];

/** The rooms of this city. */
export const offered = () => ROOMS.filter(({ isOffered }) => isOffered?.() ?? true);

/** The room that a name stands for; the first when this city has none of that name. */
export const roomOf = (/** @type {string} */ id) => offered().find((one) => one.id === id) ?? ROOMS[0];
