// A what-if that begins with what the sensors tell now: the state is kept as a file of the city, and a new scenario supposes it.
import { h, reactive } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { send } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { button, errorNote } from "../../core/parts.js";
import { may } from "../accounts/session.js";
import { addChange, newScenario } from "../whatif/scenarios.js";
import { moment } from "./when.js";

const state = reactive({ isSending: false, error: "" });

async function begin() {
  state.isSending = true;
  state.error = "";
  try {
    const { value } = await send("POST", "live/state", {});
    newScenario(t("fromNow.scenario", { moment: moment(Date.now()) }));
    addChange("state", { file: value.file }, "supposing");
    store.panel = "whatif";
    announce(t("fromNow.ready"));
  } catch (error) {
    state.error = error instanceof Error ? error.message : String(error);
  }
  state.isSending = false;
}

/** The button, for who may make scenarios. */
export function FromNow() {
  if (!may("operate") || !store.catalogue?.changes.some((/** @type {any} */ one) => one.keyword === "state")) return null;
  return h("div", { class: "stack from-now" }, [
    button(t("fromNow.begin"), begin, { disabled: state.isSending, attributes: { id: "from-now", title: t("fromNow.how") } }),
    state.error ? errorNote(state.error) : null]);
}
