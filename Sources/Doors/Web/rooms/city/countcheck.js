// How the demand made from the map does beside the town's counts: alone, fitted to them, and on streets left out of the fit — your town first.
import { h, reactive } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { get, remove, send } from "../../core/api.js";
import { number, t } from "../../core/i18n.js";
import { follower, isOver } from "../../core/jobs.js";
import { button, errorNote, levelChip } from "../../core/parts.js";

const state = reactive({ check: /** @type {any} */ (null), job: /** @type {any} */ (null), error: "" });

const text = (/** @type {unknown} */ error) => /** @type {any} */ (error).problem?.reason ?? (error instanceof Error ? error.message : String(error));

/** Fetches what the last check found, and finds one that is still at work. */
export async function loadCheck() {
  state.error = "";
  try {
    state.check = (await get("counts/check")).check;
    const jobs = await get("jobs?limit=20");
    const running = jobs.find((/** @type {any} */ one) => one.kind === "count-check" && !isOver(one));
    if (running) follow(running);
  } catch (error) { state.error = text(error); }
}

async function begin() {
  state.error = "";
  try {
    const { value } = await send("POST", "counts/check", {});
    follow(value);
  } catch (error) { state.error = text(error); }
}

const stream = follower(() => state.job, heard, (error) => { state.error = text(error); });

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
  if (job.state !== "done") { announce(t("countcheck.cancelled")); return; }
  announce(t("countcheck.done"));
  await loadCheck();
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

function progress() {
  const { job } = state;
  const share = Math.round((job.progress ?? 0) * 100);
  return h("div", { class: "job", role: "status" }, [
    h("div", { class: "job-text" }, [
      h("b", t(job.state === "queued" ? "run.queued" : "countcheck.running")), h("span", { lang: "en" }, job.phase ?? ""),
      h("span", { class: "count" }, `${number(share, 0)} %${job.secondsLeft ? ` · ${t("run.left", { seconds: number(Math.ceil(job.secondsLeft), 0) })}` : ""}`)]),
    h("progress", { max: 100, value: share, "aria-label": t("countcheck.running") }),
    button(t("run.cancel"), cancel)]);
}

const head = (/** @type {string} */ name) => h("th", { scope: "col", class: "number" }, name);
const cell = (/** @type {number|null} */ value, unit = "") => h("td", { class: "number" }, value === null ? "–" : `${number(value, 0)}${unit}`);

/** The errors beside each other, the constant guess last. */
function scores(/** @type {any} */ check) {
  const rows = ["before", "heldOut", "fitted", "guess"].filter((name) => check[name]);
  return h("table", { class: "scores" }, [
    h("caption", `${t("countcheck.hours", { count: number(check.hours, 0) })}, ${t("counts.streets", { count: number(check.streets, 0) })}`),
    h("thead", h("tr", [h("td"), head("GEH\u00a0<\u00a05"), head(t("countcheck.error"))])),
    h("tbody", rows.map((name) => h("tr", { key: name }, [
      h("th", { scope: "row" }, t(`countcheck.${name}`)), cell(check[name].goodShare * 100, " %"), cell(check[name].error)])))]);
}

/** Each street and hour. */
function pairs(/** @type {any} */ check) {
  return h("details", { class: "more" }, [
    h("summary", t("countcheck.every")),
    h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": t("countcheck.every") }, h("table", { class: "indicators" }, [
      h("caption", { class: "hidden" }, t("countcheck.every")),
      h("thead", h("tr", [h("th", { scope: "col" }, t("counts.street")), head(t("countcheck.counted")), ...["before", "heldOut", "fitted", "guess"].map((name) => head(t(`countcheck.${name}.short`)))])),
      h("tbody", check.pairs.map((/** @type {any} */ one, /** @type {number} */ place) => h("tr", { key: place }, [
        h("th", { scope: "row" }, [one.street || one.key, h("small", ` ${t(`countcheck.${one.direction}`)}, ${one.from}–${one.to}`)]),
        cell(one.counted), cell(one.before), cell(one.heldOut), cell(one.fitted), cell(one.guess)])))]))]);
}

/** The check and its button; nothing where nothing was ever counted. */
export function CountCheck(/** @type {boolean} */ hasCounts) {
  const { check, job, error } = state;
  if (!check && !hasCounts) return null;
  const isRunning = job && !isOver(job);
  return h("div", { class: "card town-check count-check" }, [
    h("header", [h("h3", t("countcheck.title")), check ? levelChip(check.level) : null]),
    check ? [
      h("p", { class: ["use", check.isUsed ? "used" : ""] }, t(check.isUsed ? "countcheck.used" : "countcheck.unused")),
      scores(check),
      h("p", { class: "quiet" }, t("countcheck.what")),
      check.isUsed ? null : h("p", { lang: "en" }, check.use),
      h("p", { class: "quiet", lang: "en" }, check.because),
      ...check.left.map((/** @type {any} */ one) => h("p", { class: "quiet", lang: "en", key: one.why }, `${one.count} × ${one.why}${one.examples.length ? ` (${one.examples.join(", ")})` : ""}`)),
      pairs(check),
      check.isOld ? h("p", { class: "closed-note" }, t("countcheck.old")) : null,
    ] : h("p", { class: "quiet" }, t("countcheck.none")),
    error ? errorNote(error) : null,
    isRunning ? progress() : hasCounts ? button(t("countcheck.run"), begin, { kind: check && !check.isOld ? "plain" : "main" }) : null,
  ]);
}
