// What the rest of the page takes from the making of a city, once it has been fetched.
export { open } from "./desk.js";
export { Landing } from "./landing.js";
export { NewCity } from "./panel.js";
