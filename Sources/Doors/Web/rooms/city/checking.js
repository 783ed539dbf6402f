// A check of the twin against what the town itself knows — its flood marks, its counts: asked for, followed, told once it is done.
import { h, reactive } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { get, remove, send } from "../../core/api.js";
import { number, t } from "../../core/i18n.js";
import { follower, isOver } from "../../core/jobs.js";
import { button } from "../../core/parts.js";

const text = (/** @type {unknown} */ error) => /** @type {any} */ (error).problem?.reason ?? (error instanceof Error ? error.message : String(error));

/**
 * A check at an address: `kind` is what its jobs are called, `words` how its words begin (`.running`, `.done`, `.cancelled`).
 * @param {string} path @param {string} kind @param {string} words
 */
export function checking(path, kind, words) {
  const state = reactive({ check: /** @type {any} */ (null), job: /** @type {any} */ (null), error: "" });
  const stream = follower(() => state.job, heard, (error) => { state.error = text(error); });

  /** Fetches what the last check found, and finds one that is still at work. */
  async function load() {
    state.error = "";
    try {
      state.check = (await get(path)).check;
      const running = (await get("jobs?limit=20")).find((/** @type {any} */ one) => one.kind === kind && !isOver(one));
      if (running) follow(running);
    } catch (error) { state.error = text(error); }
  }

  async function begin() {
    state.error = "";
    try { follow((await send("POST", path, {})).value); } catch (error) { state.error = text(error); }
  }

  function follow(/** @type {any} */ job) {
    stream.leave();
    state.job = job;
    if (isOver(job)) ended(job);
    else stream.follow(job.id);
  }

  function heard(/** @type {any} */ job) {
    if (!state.job || state.job.id !== job.id || isOver(state.job)) return;
    state.job = job;
    if (isOver(job)) { stream.leave(); ended(job); }
  }

  /** The check, and what the city and the models say of themselves, which begins with it. */
  async function ended(/** @type {any} */ job) {
    if (job.state === "failed") { state.error = job.error ?? t("run.failed"); return; }
    if (job.state !== "done") { announce(t(`${words}.cancelled`)); return; }
    announce(t(`${words}.done`));
    await load();
    try {
      const [city, catalogue] = await Promise.all([get("city"), get("catalogue")]);
      store.city.verdicts = city.verdicts;
      store.catalogue = catalogue;
    } catch (error) { state.error = text(error); }
  }

  async function cancel() {
    if (!state.job) return;
    try { await remove(`jobs/${state.job.id}`); } catch (error) { state.error = text(error); }
  }

  /** How far it is, while it is at work; nothing otherwise. */
  function progress() {
    const { job } = state;
    if (!job || isOver(job)) return null;
    const share = Math.round((job.progress ?? 0) * 100);
    return h("div", { class: "job", role: "status" }, [
      h("div", { class: "job-text" }, [
        h("b", t(job.state === "queued" ? "run.queued" : `${words}.running`)), h("span", { lang: "en" }, job.phase ?? ""),
        h("span", { class: "count" }, `${number(share, 0)} %${job.secondsLeft ? ` · ${t("run.left", { seconds: number(Math.ceil(job.secondsLeft), 0) })}` : ""}`)]),
      h("progress", { max: 100, value: share, "aria-label": t(`${words}.running`) }),
      button(t("run.cancel"), cancel)]);
  }

  return { state, load, begin, progress };
}
