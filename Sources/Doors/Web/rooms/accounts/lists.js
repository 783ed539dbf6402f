// What administrators see: accounts, keys and the latest changes.
import { reactive, watch } from "../../vendor/vue.js";
import { get } from "../../core/api.js";
import { access, may } from "./session.js";

export const lists = reactive({ accounts: /** @type {any[]|null} */ (null), keys: /** @type {any[]|null} */ (null), log: /** @type {any} */ (null), error: "" });

/** Fetches what administrators see. */
export async function loadLists() {
  lists.error = "";
  try {
    [lists.accounts, lists.keys, lists.log] = await Promise.all([get("accounts"), get("keys"), get("audit?limit=20")]);
  } catch (error) { lists.error = error instanceof Error ? error.message : String(error); }
}

watch(() => access.isShown && may("administer"), (isShown) => { if (isShown) loadLists(); }, { immediate: true });
