// What the rest of the page takes from moving vehicles, once they have been fetched.
import { maps, theme } from "../map/map.js";
import { beginVehicles, layVehicles } from "./vehicles.js";

export { VehicleCard } from "./card.js";
export { layVehicles, showVehicles, vehiclesNow } from "./vehicles.js";

/** Takes charge of the vehicles on the maps there are. */
export function begin() {
  beginVehicles(maps, theme);
  for (const one of maps()) layVehicles(one);
}
