// How the model does beside the town's flood marks: asked for, followed, and told beside two guesses that need no model — that it never floods, and
// that it is always as deep as on average.
import { h, reactive } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { get, remove, send } from "../../core/api.js";
import { number, t } from "../../core/i18n.js";
import { follower, isOver } from "../../core/jobs.js";
import { button, errorNote, levelChip } from "../../core/parts.js";

const state = reactive({ check: /** @type {any} */ (null), job: /** @type {any} */ (null), error: "" });

const text = (/** @type {unknown} */ error) => /** @type {any} */ (error).problem?.reason ?? (error instanceof Error ? error.message : String(error));

/** Fetches what the last check found, and finds one that is still at work. */
export async function loadMarkCheck() {
  state.error = "";
  try {
    state.check = (await get("check")).check;
    const running = (await get("jobs?limit=20")).find((/** @type {any} */ one) => one.kind === "mark-check" && !isOver(one));
    if (running) follow(running);
  } catch (error) { state.error = text(error); }
}

async function begin() {
  state.error = "";
  try { follow((await send("POST", "check", {})).value); } catch (error) { state.error = text(error); }
}

const stream = follower(() => state.job, heard, (error) => { state.error = text(error); });

function follow(/** @type {any} */ job) {
  stream.leave();
  state.job = job;
  if (isOver(job)) ended(job); else stream.follow(job.id);
}

function heard(/** @type {any} */ job) {
  if (!state.job || state.job.id !== job.id || isOver(state.job)) return;
  state.job = job;
  if (isOver(job)) { stream.leave(); ended(job); }
}

/** The check, and what the city and the models say of themselves, which begins with it. */
async function ended(/** @type {any} */ job) {
  if (job.state === "failed") { state.error = job.error ?? t("run.failed"); return; }
  if (job.state !== "done") { announce(t("check.cancelled")); return; }
  announce(t("check.done"));
  await loadMarkCheck();
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
      h("b", t(job.state === "queued" ? "run.queued" : "check.running")), h("span", { lang: "en" }, job.phase ?? ""),
      h("span", { class: "count" }, `${number(share, 0)} %${job.secondsLeft ? ` · ${t("run.left", { seconds: number(Math.ceil(job.secondsLeft), 0) })}` : ""}`)]),
    h("progress", { max: 100, value: share, "aria-label": t("check.running") }),
    button(t("run.cancel"), cancel)]);
}

const OUTCOMES = ["hits", "misses", "falseAlarms", "dry"];

/** The model and the guess that nothing floods, in marks; it has every dry mark right and misses every wet one. */
function scores(/** @type {any} */ check) {
  const never = { hits: 0, misses: check.hits + check.misses, falseAlarms: 0, dry: check.dry + check.falseAlarms };
  const row = (/** @type {string} */ name, /** @type {any} */ side) => h("tr", { key: name }, [
    h("th", { scope: "row" }, t(`check.${name}`)), ...OUTCOMES.map((one) => h("td", { class: "number" }, number(side[one], 0)))]);
  return h("table", { class: "scores" }, [
    h("caption", t("check.counted", { count: number(check.marks, 0) })),
    h("thead", h("tr", [h("td"), ...["hits", "misses", "false", "dry"].map((name) => h("th", { scope: "col", class: "number" }, t(`check.${name}`)))])),
    h("tbody", [row("model", check), row("never", never)])]);
}

/** Each mark beside what the model says there. */
const pairs = (/** @type {any} */ check) => h("details", { class: "more" }, [
  h("summary", t("check.every")),
  h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": t("check.every") }, h("table", { class: "indicators" }, [
    h("caption", { class: "hidden" }, t("check.every")),
    h("thead", h("tr", [h("th", { scope: "col" }, t("marks.where")), ...["told", "model"].map((name) => h("th", { scope: "col", class: "number" }, [t(`check.${name}`), h("small", " m")]))])),
    h("tbody", check.pairs.map((/** @type {any} */ one, /** @type {number} */ place) => h("tr", { key: place }, [
      h("th", { scope: "row" }, [`${one.position[1].toFixed(4)}, ${one.position[0].toFixed(4)}`, h("small", ` ${one.date}`)]),
      h("td", { class: "number" }, one.told === 0 ? t("marks.dryShort") : number(one.told, 2)), h("td", { class: "number" }, number(one.modelled, 2))])))]))]);

/** The check and its button; nothing where no mark is known. */
export function MarkCheck(/** @type {number} */ marks) {
  const { check, job, error } = state;
  if (!check && !marks) return null;
  const isBehind = check && (check.isOld || marks > check.marks + check.left);
  const metres = (/** @type {number} */ value) => `${number(value, 2)} m`;
  const pair = (/** @type {string} */ name, /** @type {string} */ value) => h("div", { key: name }, [h("dt", name), h("dd", value)]);
  return h("div", { class: "card town-check mark-check" }, [
    h("header", [h("h3", t("check.title")), check ? levelChip(check.level) : null]),
    check ? [
      scores(check),
      h("dl", { class: "pairs" }, [
        pair(`${t("check.error")}, ${t("check.model")}`, metres(check.error)), pair(`${t("check.error")}, ${t("check.guess")}`, metres(check.guess)),
        pair(t("check.bias"), metres(check.bias)), pair(t("check.shuffled"), `${number(100 * check.shuffledAsGood, 1)} %`)]),
      h("p", { class: "quiet", lang: "en" }, check.because),
      pairs(check),
      isBehind ? h("p", { class: "closed-note" }, t("check.old")) : null,
    ] : h("p", { class: "quiet" }, t("check.none")),
    error ? errorNote(error) : null,
    job && !isOver(job) ? progress() : marks ? button(t("check.run"), begin, { kind: check && !isBehind ? "plain" : "main", attributes: { id: "check-run" } }) : null,
  ]);
}
