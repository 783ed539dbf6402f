// What the rest of the page takes from layers of the reader's own, once it has been fetched.
export { OwnOverMap } from "./list.js";
export { beginOwn as begin, layOwn } from "./own.js";
