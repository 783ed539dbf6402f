// Hands a file to the browser.
import { t } from "./i18n.js";
import { announce } from "./store.js";

/** Saves a file and says so; answers the sentence. */
export function give(/** @type {Blob} */ blob, /** @type {string} */ name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  const said = t("export.saved", { name });
  announce(said);
  return said;
}
