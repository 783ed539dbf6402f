// What the scenario would do, estimated while it is edited and drawn: asked of the server, the newest question first.
import { reactive, watch } from "../../vendor/vue.js";
import { send } from "../../core/api.js";
import { store } from "../../core/store.js";
import { newest } from "./draw/asking.js";
import { change, drawing } from "./draw/drawing.js";
import { toDocument } from "./scenarios.js";

/** @typedef {{id: string, topic: string, standing: string, unit: string, better: string, baseline?: number, estimate?: number, stated?: number, because: string}} Row */

export const estimate = reactive({
  /** @type {{rows: Row[], sites: any[], rain: string, leavesOut: string[]}|null} */ answer: null,
  /** What is wrong with the question, in the server's sentence. */ complaint: "",
  /** Milliseconds from the last movement of the hand to its numbers. */ milliseconds: 0,
  isAsking: false,
});

/** Who asks: a newer question of this page takes the place of an older one. */
const asker = Math.random().toString(36).slice(2, 14);

/** The scenario with what is being drawn; nothing while none is open. */
export function question() {
  const { scenario } = store;
  const drawn = change();
  if (!scenario && !drawn) return null;
  const changes = [...(scenario?.changes ?? [])];
  if (drawn && drawing.place >= 0) changes[drawing.place] = drawn;
  else if (drawn) changes.push(drawn);
  return toDocument({ title: scenario?.title || "–", supposing: scenario?.supposing ?? [], models: [], changes });
}

const asking = newest(
  async (/** @type {any} */ asked, signal) => (await send("POST", `estimate?asker=${asker}`, asked, {}, signal)).value,
  (answer, _, milliseconds) => { Object.assign(estimate, { answer, complaint: "", milliseconds, isAsking: false }); },
  (error) => {
    const problem = /** @type {any} */ (error).problem;
    // A newer question is on its way.
    if (problem?.status === 409) return;
    estimate.isAsking = false;
    estimate.complaint = problem?.reason ?? (error instanceof Error ? error.message : String(error));
  });

/** Asks whenever the scenario or the drawing changes. */
export function beginEstimates() {
  watch(() => JSON.stringify(question()), (text) => {
    if (text === "null") {
      asking.stop();
      Object.assign(estimate, { answer: null, complaint: "", isAsking: false });
      return;
    }
    estimate.isAsking = true;
    asking.put(JSON.parse(text));
  }, { immediate: true });
}
