// What the rest of the page takes from the still map, once it has been fetched.
export { StillMap, begin, fit, flyTo, lay, middleSeen, screenOf, zoom } from "./still.js";
export { again } from "./pictures.js";
