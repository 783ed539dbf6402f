// The pictures of the still map: one is asked for at a time, and when it has come, what is wanted by then.
import { reactive } from "../../vendor/vue.js";
import { ApiError, blob } from "../../core/api.js";

/** @typedef {{url: string, view: import("./view.js").View, size: number[], path: string}} Picture */

export const pictures = reactive({ shown: /** @type {Picture|null} */ (null), isComing: false, error: "" });

/** What is wanted by now. @type {Omit<Picture, "url">|null} */
let wanted = null;
let isAsking = false;

/** Wants a picture; it is shown when it is whole. */
export function want(/** @type {Omit<Picture, "url">} */ picture) {
  wanted = picture;
  ask();
}

/** Asks again after a failure. */
export function again() {
  pictures.error = "";
  ask();
}

async function ask() {
  if (isAsking) return;
  isAsking = true;
  while (wanted && wanted.path !== pictures.shown?.path) {
    const mine = wanted;
    pictures.isComing = true;
    try {
      const url = URL.createObjectURL(await blob(mine.path));
      const image = new Image();
      image.src = url;
      await image.decode();
      const before = pictures.shown;
      pictures.shown = { ...mine, url };
      pictures.error = "";
      if (before) setTimeout(() => URL.revokeObjectURL(before.url), 1000);
    } catch (error) {
      pictures.error = error instanceof ApiError ? error.message : String(error);
      // What is wanted meanwhile may be had.
      if (wanted === mine) break;
    }
  }
  pictures.isComing = false;
  isAsking = false;
}
