// A module of the page, read as a module whatever node takes a file of its name for; what it imports beside it comes along.
import { readFile } from "node:fs/promises";

const WEB = new URL("../../Sources/Doors/Web/", import.meta.url);

/** The address of a file with all it imports in it: equal files have equal addresses, and so are one module. */
async function inline(/** @type {URL} */ file) {
  let text = await readFile(file, "utf8");
  for (const [whole, path] of [...text.matchAll(/^import [^;]* from "(\.[^"]+)";$/gm)]) {
    text = text.replace(whole, whole.replace(path, await inline(new URL(path, file))));
  }
  return `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`;
}

/** Imports a file of the page by its path below Sources/Doors/Web. */
export const load = async (/** @type {string} */ path) => import(await inline(new URL(path, WEB)));
