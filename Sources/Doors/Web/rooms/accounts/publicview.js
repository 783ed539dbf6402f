// Whether everyone may read.
import { h, reactive } from "../../vendor/vue.js";
import { send } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { access, loadSession } from "./session.js";

const state = reactive({ complaint: "" });

async function set(/** @type {boolean} */ on) {
  state.complaint = "";
  try { await send("PUT", "public-view", { on }); } catch (error) { state.complaint = error instanceof Error ? error.message : String(error); }
  await loadSession();
}

/** The switch. */
export function PublicView() {
  return h("section", { class: "card", "aria-labelledby": "public-title" }, [
    h("h3", { id: "public-title" }, t("public.title")),
    h("div", { class: "checks" }, h("label", [
      h("input", { type: "checkbox", checked: access.session?.publicView ?? false, onChange: (/** @type {any} */ event) => set(event.target.checked) }), t("public.on")])),
    h("p", { class: "quiet" }, t("public.what")),
    state.complaint ? h("p", { class: "complaint", role: "alert" }, state.complaint) : null,
  ]);
}
