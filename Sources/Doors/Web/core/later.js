// A part of the page that is fetched when it is first seen: the page opens with what everybody looks at.
import { h, shallowRef } from "../vendor/vue.js";
import { errorNote, waiting } from "./parts.js";

/**
 * Stands for a component of a module that is imported when the first of its kind is shown; grey lines until then.
 * @param {() => Promise<any>} fetch_  imports the module
 * @param {string} name  what the module calls it
 * @param {number} lines  how many grey lines stand for it
 */
export function later(fetch_, name, lines = 4) {
  const part = shallowRef(/** @type {any} */ (null));
  const error = shallowRef("");
  async function load() {
    error.value = "";
    try { part.value = (await fetch_())[name]; } catch { error.value = "offline"; }
  }
  return {
    inheritAttrs: false,
    setup(/** @type {any} */ _, /** @type {any} */ { attrs }) {
      if (!part.value) load();
      return () => (part.value ? h(part.value, attrs) : error.value ? errorNote(error.value, load) : lines ? waiting(lines) : null);
    },
  };
}
