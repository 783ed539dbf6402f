// What the rest of the page takes from the third dimension, once it has been fetched.
import { firstMap, started, theme } from "../map/map.js";
import { beginSolid, showSolid, toggleSolid as toggle } from "./solid.js";

export { HOUSES } from "./look.js";
export { SolidCard } from "./panel.js";
export { showSolid, turnNorth } from "./solid.js";

/** Turns it on or off, once it is known whether there is a map. */
export const toggleSolid = () => started.then(() => toggle());

/** Takes charge of how the map is tilted, once it is put up; where there is none, of nothing. */
export async function begin() {
  await started;
  if (!firstMap()) return;
  beginSolid(firstMap(), theme);
  showSolid();
}
