// What the rest of the page takes from what is live, once it has been fetched.
import { maps, theme } from "../map/map.js";
import { beginLive } from "./live.js";
import { addSigns } from "./signs.js";

export { alertFeatures, raisedCount } from "./alerts.js";
export { live, things } from "./desk.js";
export { follow } from "./events.js";
export { beginLive, Live } from "./live.js";
export { drawSoon, liveFeatures, liveUnder, marksKey, openSign, openThing } from "./marks.js";
export { addSigns } from "./signs.js";

/** Gives the maps there are their marks, and asks what is live. */
export function begin() {
  for (const one of maps()) if (one.getSource("live")) addSigns(one, theme());
  beginLive();
}
