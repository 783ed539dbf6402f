// What the rest of the page takes from the room of the city, once it has been fetched.
export { City } from "./city.js";
export { countFeatures, countStreet } from "./counts.js";
export { markFeatures } from "./marks.js";
