// Runs: asked for, followed, read; and the values of the field on the map.
import { announce, store } from "../../core/store.js";
import { get, remove, send } from "../../core/api.js";
import { indicator, t } from "../../core/i18n.js";
import { follower, isOver } from "../../core/jobs.js";
import { wholeCity } from "../map/map.js";
import { toDocument } from "../whatif/scenarios.js";
import { drop, isHere, nearest, open, values } from "./frames.js";
import { forgetMoments, momentOf } from "./moments.js";

const text = (/** @type {unknown} */ error) => (error instanceof Error ? error.message : String(error));

/** Asks for the run of the scenario at hand and follows it. */
export async function run() {
  store.jobError = "";
  store.run = null;
  store.shown = null;
  store.field = null;
  store.probe = null;
  try {
    const { value } = await send("POST", "runs", toDocument(store.scenario));
    store.job = { ...value, state: isOver(value) ? "running" : value.state };
    announce(t("run.started"));
    // A run that was made before comes back as a job that is over.
    if (isOver(value)) heard(value);
    else {
      keep(value.id);
      stream.follow(value.id);
      requestAnimationFrame(() => document.querySelector("#panel-body .job")?.scrollIntoView({ block: "nearest" }));
    }
  } catch (error) { store.jobError = text(error); }
}

const KEPT = "kembar.job";
/** The job that was followed when the page was left. */
const left = read();

function read() { try { return JSON.parse(localStorage.getItem(KEPT) ?? "null"); } catch { return null; } }
function keep(/** @type {string} */ job) {
  try { localStorage.setItem(KEPT, JSON.stringify({ job, city: store.city.digest })); } catch { /* private windows keep nothing */ }
}

/** Goes on following the job of the last visit; what it found meanwhile is shown. */
export async function resume() {
  if (!left || left.city !== store.city.digest || store.job || store.run || !store.scenario) return;
  try {
    const job = await get(`jobs/${encodeURIComponent(left.job)}`);
    // A link to another scenario was opened meanwhile.
    if (job.scenario !== store.scenario.title) return;
    store.job = { ...job, state: isOver(job) ? "running" : job.state };
    keep(job.id);
    if (isOver(job)) heard(job); else stream.follow(job.id);
  } catch { /* the server has forgotten it, or says itself that it is away */ }
}

/** Follows the job at hand anew, after the line broke. */
export function followAgain() { if (store.job && !isOver(store.job)) stream.follow(store.job.id); }

const stream = follower(() => store.job, heard, (error) => { store.jobError = text(error); });

function heard(/** @type {any} */ job) {
  const before = store.job;
  if (!before || before.id !== job.id) return;
  store.job = job;
  if (!isOver(job)) return;
  stream.leave();
  localStorage.removeItem(KEPT);
  if (isOver(before)) return;
  if (job.state === "done" && job.run) {
    show(job.run).then(() => {
      wholeCity();
      requestAnimationFrame(() => {
        const body = document.getElementById("panel-body");
        const results = body?.querySelector(".results");
        if (body && results) body.scrollTop += results.getBoundingClientRect().top - body.getBoundingClientRect().top;
      });
    });
  }
  else if (job.state === "failed") { store.jobError = job.error ?? t("run.failed"); announce(t("run.failed")); }
  else announce(t("run.cancelled"));
}

/** Stops the run at its next step. */
export async function cancel() {
  if (!store.job) return;
  try { await remove(`jobs/${store.job.id}`); } catch (error) { store.jobError = text(error); }
}

/** Shows what a run found; `wanted` is the field to begin with. */
export async function show(/** @type {string} */ id, wanted = null) {
  try {
    store.run = await get(`runs/${id}`);
    store.jobError = "";
    announce(t("run.done"));
    const fields = store.run.fields.filter(isOnMap);
    const first = wanted ? fields.find((/** @type {any} */ one) => one.name === wanted.name) : telling(fields);
    // Water is read as water, not as a difference from a dry day.
    if (first) await choose(first.name, wanted?.mode ?? (first.palette === "depth" ? "scenario" : "change"));
  } catch (error) { store.jobError = text(error); }
}

/** Whether a map can show a field: single trips lie nowhere. */
export const isOnMap = (/** @type {any} */ field) => field.carrier !== "trips";

/** The field to begin with: water on the ground, else access to what people's way changes most to, else water at buildings, else any of zones. */
function telling(/** @type {any[]} */ fields) {
  // Water that rose is what was asked about.
  const water = fields.find((one) => one.carrier === "grid" && one.palette === "depth" && one.high >= 0.05);
  if (water) return water;
  const weight = new Map();
  for (const row of store.run.rows) {
    const name = row.id.replace(/\.(median-minutes|share-within-\d+|people-cut-off)$/, "");
    const change = row.value === null || row.value === undefined ? (row.baseline ?? 0) : Math.abs(row.value - (row.baseline ?? row.value));
    weight.set(name, Math.max(weight.get(name) ?? 0, change));
  }
  const zones = fields.filter((one) => one.carrier === "zones" && one.palette === "time");
  // What people ask about first, when anything changes about it.
  for (const kind of ["hospital", "clinic", "school"]) {
    const found = ["car", "walk", "cycle"].map((mode) => zones.find((one) => one.name === `access.${kind}.${mode}`)).find((one) => one && (weight.get(one.name) ?? 0) > 0.005);
    if (found) return found;
  }
  const flow = fields.find((one) => one.name === "traffic.flow");
  if (flow) return flow;
  const most = zones.reduce((best, one) => ((weight.get(one.name) ?? 0) > (best ? weight.get(best.name) : 0) ? one : best), null);
  return most ?? fields.find((one) => one.carrier === "zones" && (weight.get(one.name) ?? 0) > 0) ?? fields.find((one) => (weight.get(one.name) ?? 0) > 0) ?? zones.find((one) => one.name.endsWith(".hospital.car")) ?? zones[0] ?? fields[0];
}

/** The moment to begin with: halfway there is more to see than at the start, and on a day of traffic at eight. */
export const beginning = (/** @type {any} */ field, /** @type {number[]} */ times) => (field.model === "traffic" ? Math.min(8, times.length - 1) : Math.floor(times.length / 2));

let turn = 0;

/** Puts a field of the run on the map. */
export async function choose(/** @type {string} */ name, /** @type {"change"|"scenario"|"baseline"} */ mode) {
  const field = store.run?.fields.find((/** @type {any} */ one) => one.name === name && isOnMap(one));
  if (!field) { store.shown = null; store.field = null; return; }
  store.shown = { name, mode };
  const mine = ++turn;
  if (store.field?.name === name && store.field.run === field.run) return;
  store.fieldError = "";
  try {
    const [with_, without] = await Promise.all([open(field.run, name), open(field.baseline, name)]);
    if (mine !== turn || !with_) return;
    const moment = store.time === null ? beginning(field, with_.times) : nearest(with_, store.time);
    await put({ ...field, sides: { with_, without }, times: with_.times, about: with_.about }, moment, mine);
    ahead(mine);
  } catch (error) { if (mine === turn) store.fieldError = text(error); }
}

/** A field with its values at one of its moments. */
export const fieldAt = (/** @type {any} */ field, /** @type {number} */ moment) => momentOf(field, moment, async () => {
  const { with_, without } = field.sides;
  const [scenario, baseline] = await Promise.all([
    values(with_, moment), without ? values(without, nearest(without, with_.times[moment])) : null]);
  return Object.freeze({ ...field, moment, scenario, baseline: baseline ?? new Float32Array(scenario.length).fill(NaN) });
});

/** Shows a field at one of its moments. */
async function put(/** @type {any} */ field, /** @type {number} */ moment, /** @type {number} */ mine) {
  const found = await fieldAt(field, moment);
  if (mine === turn) store.field = found;
}

/** Moves the field on the map to another of its moments. */
export async function goTo(/** @type {number} */ moment) {
  const { field } = store;
  if (!field || !(moment >= 0 && moment < field.times.length)) return;
  const mine = ++turn;
  store.time = field.times[moment];
  try {
    await put(field, moment, mine);
    ahead(mine);
  } catch (error) { if (mine === turn) store.fieldError = text(error); }
}

/** Fetches the moments that follow, one after the other, as long as nothing else is asked for. */
async function ahead(/** @type {number} */ mine) {
  const field = store.field;
  if (!field || field.times.length < 2) return;
  const { with_, without } = field.sides;
  for (let step = 1; step < Math.min(field.times.length, 12) && mine === turn; step++) {
    const moment = (field.moment + step) % field.times.length;
    const other = without ? nearest(without, field.times[moment]) : 0;
    if (isHere(with_, moment) && isHere(without, other)) continue;
    try { await Promise.all([values(with_, moment), without ? values(without, other) : null]); } catch { return; }
  }
}

/** Forgets run and field, for another scenario. */
export function forget() {
  stream.leave();
  localStorage.removeItem(KEPT);
  store.job = null;
  store.jobError = "";
  store.run = null;
  store.shown = null;
  store.field = null;
  store.fieldError = "";
  store.time = null;
  store.probe = null;
  drop();
  forgetMoments();
}

/** Whether an indicator tells of money, or of money a year. */
const isMoney = (/** @type {any} */ row) => /^[A-Z]{3}(\/a)?$/.test(row.unit);

/** Digits after the point that an indicator is told with: none of money, centimetres of depths. */
export const digits = (/** @type {any} */ row) => (["count", "people", "m³"].includes(row.unit) || isMoney(row) ? 0
  : row.unit === "m" && Math.max(Math.abs(row.value ?? 0), Math.abs(row.baseline ?? 0)) < 10 ? 2 : 1);

/** How much an indicator changes; 0 when it is less than half of the last digit shown, or of money less than a hundred-thousandth, nothing when
 * one side is missing. */
export function changeOf(/** @type {any} */ row) {
  if ((row.value ?? null) === null || (row.baseline ?? null) === null) return null;
  const change = row.value - row.baseline;
  const least = Math.max(0.5 * 10 ** -digits(row), isMoney(row) ? 1e-5 * Math.abs(row.baseline) : 0);
  return Math.abs(change) < least ? 0 : change;
}

/** Whether an indicator says something else than before: another number, or a number lost or found. */
export const isChanged = (/** @type {any} */ row) =>
  changeOf(row) === null ? (row.value ?? null) !== (row.baseline ?? null) : changeOf(row) !== 0;

/** Whether chance alone may have made a change: under some draws of it the indicator rises, under others it falls. */
const isWithinChance = (/** @type {any} */ row) =>
  (row.differenceLow ?? null) !== null && row.differenceLow <= 0 && row.differenceHigh >= 0 && row.differenceLow < row.differenceHigh;

/** Whether an indicator's change is for the better, or within chance; nothing when it is neither. */
export function judged(/** @type {any} */ row) {
  const change = changeOf(row);
  if (change && isWithinChance(row)) return "chance";
  if (!change || row.better === "neither") return null;
  return (change > 0) === (row.better === "more") ? "better" : "worse";
}

export const rowTitle = (/** @type {any} */ row) => indicator(row.id);
