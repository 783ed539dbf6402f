// A module of the page that imports nothing, read as a module whatever node takes a file of its name for.
import { readFile } from "node:fs/promises";

/** Imports a file of the page by its path below Sources/Doors/Web. */
export async function load(path) {
  const text = await readFile(new URL(`../../Sources/Doors/Web/${path}`, import.meta.url));
  return import(`data:text/javascript;base64,${text.toString("base64")}`);
}
