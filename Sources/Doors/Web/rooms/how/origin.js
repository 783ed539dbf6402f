// Where one number on the page comes from: what it is, how it was made, from what, by which run, how sure it is, and what was assumed.
import { h, reactive } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { get } from "../../core/api.js";
import { announce } from "../../core/store.js";
import { day, difference, fieldTitle, number, t, unit, word } from "../../core/i18n.js";
import { button, levelChip } from "../../core/parts.js";
import { live, streams, things } from "../live/desk.js";
import { moment } from "../live/when.js";
import { agoText, doubts, propertyText, shortAge, valueText } from "../live/reading.js";
import { changeTitle } from "../whatif/form.js";
import { changeOf, digits, rowTitle } from "../runs/runs.js";
import { inputText, measuredOf, openCard } from "./cards.js";

const pair = (/** @type {string} */ name, /** @type {any} */ text, options = {}) => (text === null || text === "" ? null : h("div", { key: name }, [h("dt", t(`origin.${name}`)), h("dd", options, text)]));
const list = (/** @type {string} */ title, /** @type {any[]} */ items, options = {}) => (items.length ? [h("h4", t(`origin.${title}`)), h("ul", { class: "missing", ...options }, items.map((one, place) => h("li", { key: place }, one)))] : null);

/** A fingerprint, short to read and whole to copy. */
function hash(/** @type {string} */ text) {
  const copy = async () => { try { await navigator.clipboard.writeText(text); announce(t("origin.copied")); } catch { /* it stands there to be selected */ } };
  return [h("code", { title: text }, text.slice(0, 12)), " ", h("button", { type: "button", class: "link", onClick: copy }, t("origin.copy"))];
}

/** The model a number of the run is of: its name begins with it, or its formula names it. */
const modelOf = (/** @type {any} */ row) => store.run.models.find((/** @type {any} */ one) => row.id.startsWith(`${one.model}.`))
  ?? store.run.models.find((/** @type {any} */ one) => row.why?.includes(`(${one.model} `));

/** What the scenario of the run supposes and changes, where it is the one at hand. @returns {{keyword: string}[]} */
const edits = () => (store.scenario && store.scenario.title === store.run?.scenario ? [...(store.scenario.supposing ?? []), ...store.scenario.changes] : []);

const cardOf = (/** @type {string} */ name) => store.catalogue?.models.find((/** @type {any} */ one) => one.name === name);

/** Layers that stand for what a model reads. */
const LAYER = { "buildings with people": "buildings", "zones or buildings with people": "zones", "bus lines": "streets", waterways: "streets", land: "streets" };

/** What a model read here: of a file, of the scenario, of another model, or nothing. */
function inputs(/** @type {any} */ card) {
  const supposed = edits().map((one) => one.keyword);
  return card.inputs.map((/** @type {string} */ name) => {
    const source = store.city.sources.find((/** @type {any} */ one) => one.layer === name) ?? store.city.sources.find((/** @type {any} */ one) => one.layer === LAYER[name]);
    const other = store.run?.models.map((/** @type {any} */ one) => cardOf(one.model)).find((/** @type {any} */ one) => one && one.name !== card.name && one.offers.includes(name));
    const from = supposed.includes(name) ? t("origin.fromScenario") : other ? t("origin.fromModel", { model: word(`model.${other.name}`, other.name) })
      : source ? [source.attribution || source.file, source.date ? day(source.date) : ""].filter(Boolean).join(", ") : "";
    return [h("b", inputText(name)), from ? h("span", { class: "quiet" }, ` – ${from}`) : null];
  });
}

/** How far a model may be trusted here, what its errors were, and the way to its card. */
function trust(/** @type {string} */ name) {
  const card = cardOf(name);
  const verdicts = store.city.verdicts.filter((/** @type {any} */ one) => one.model === name);
  if (!card) return [];
  return [
    verdicts.length ? [h("h4", t("origin.verdicts")), h("ul", { class: "card-verdicts" }, verdicts.map((/** @type {any} */ one) => h("li", { key: one.question }, [
      levelChip(one.level), " ", h("b", { lang: "en" }, one.question), h("p", { class: "quiet", lang: "en" }, one.because),
      one.askFor ? h("p", { class: "ask" }, [`${t("verdict.ask")} `, h("span", { lang: "en" }, one.askFor)]) : null])))] : null,
    measuredOf(card),
    list("inputs", inputs(card)),
    button(t("origin.card", { model: word(`model.${name}`, name) }), () => openCard(name), { attributes: { id: "origin-card" } })];
}

const sided = (/** @type {any} */ row, /** @type {number|null} */ value, /** @type {number|null} */ low, /** @type {number|null} */ high, say = number) => ((value ?? null) === null ? "–"
  : [h("b", `${say(value, digits(row))} ${unit(row.unit)}`), (low ?? null) === null || (high ?? null) === null ? null : h("span", { class: "quiet" }, ` (${say(low, digits(row))} – ${say(high, digits(row))})`)]);

/** What the run was: its hash, of which the same inputs give the same, and what was changed and supposed. */
function runPairs(/** @type {any} */ one) {
  return [pair("run", hash(one.run)), one.baseline && one.baseline !== one.run ? pair("baselineRun", hash(one.baseline)) : null];
}

const changes = () => edits().map((one) => changeTitle(one.keyword));

function ofIndicator(/** @type {string} */ name) {
  const [id, place] = [name.slice(0, name.indexOf("@")), name.slice(name.indexOf("@") + 1)];
  const row = store.run?.rows.find((/** @type {any} */ one) => one.id === id && one.place === place);
  if (!row) return null;
  const model = modelOf(row);
  const by = changeOf(row);
  const hasInterval = [row.low, row.baselineLow, row.differenceLow].some((one) => (one ?? null) !== null);
  return { title: rowTitle(row), body: [
    h("dl", { class: "pairs" }, [
      pair("with", sided(row, row.value, row.low, row.high)), pair("without", sided(row, row.baseline, row.baselineLow, row.baselineHigh)),
      by === null ? null : pair("difference", sided(row, by, row.differenceLow, row.differenceHigh, difference)),
      pair("kind", t(`origin.kind.${row.kind}`)), pair("formula", row.why, { lang: "en" }), pair("place", row.place),
      pair("model", model ? `${word(`model.${model.model}`, model.model)}, ${t("cards.version", { version: model.version })}` : null),
      ...runPairs(model ?? store.run), pair("of", store.run.scenario)]),
    h("p", { class: "quiet" }, t(hasInterval ? "origin.interval" : "origin.noInterval")),
    list("changes", changes()),
    list("assumed", store.run.remarks, { lang: "en" }),
    ...trust(model?.model ?? "")] };
}

function ofField(/** @type {string} */ name) {
  const field = store.run?.fields.find((/** @type {any} */ one) => one.name === name);
  if (!field) return null;
  return { title: fieldTitle(field), body: [
    h("dl", { class: "pairs" }, [
      pair("range", `${number(field.low, 2)} – ${number(field.high, 2)} ${unit(field.unit)}`), pair("carrier", t(`origin.carrier.${field.carrier}`)),
      pair("model", word(`model.${field.model}`, field.model)), ...runPairs(field), pair("of", store.run.scenario)]),
    list("changes", changes()), list("assumed", store.run.remarks, { lang: "en" }), ...trust(field.model)] };
}

/** What the SensorThings API says of a stream beyond its values. @type {Record<string, any>} */
const sensors = reactive({});
async function learn(/** @type {number} */ id) {
  sensors[id] = {};
  try { sensors[id] = await get(new URL(`v1.1/Datastreams(${id})?$expand=Sensor,ObservedProperty`, document.baseURI).href); } catch { /* what is known stands there */ }
}

function ofStream(/** @type {string} */ name) {
  void live.version;
  const stream = streams.get(Number(name));
  if (!stream) return null;
  if (!(stream.id in sensors)) learn(stream.id);
  const about = sensors[stream.id];
  const doubtful = doubts(stream.quality).map((one) => one.text);
  return { title: propertyText(stream.property), body: [
    h("dl", { class: "pairs" }, [
      pair("value", valueText(stream.value, stream.unit)), pair("kind", t("origin.kind.observed")), pair("time", stream.time === null ? t("live.never") : `${moment(stream.time)} (${agoText(stream.time, live.now)})`),
      pair("thing", things.get(stream.thing)?.name ?? ""), pair("stream", stream.name), pair("sensor", [about?.Sensor?.name, about?.Sensor?.description].filter((one) => one && one !== "-").join(" – ")),
      pair("method", typeof about?.Sensor?.metadata === "string" && about.Sensor.metadata !== "-" ? about.Sensor.metadata : ""),
      pair("count", number(stream.count, 0)), pair("usual", stream.usual ? shortAge(stream.usual) : ""),
      pair("quality", doubtful.length ? doubtful.join(" ") : t("origin.noDoubt"))]),
    h("p", { class: "quiet" }, t("origin.streamHow")),
    h("p", h("a", { href: `v1.1/Datastreams(${stream.id})`, target: "_blank", rel: "noopener" }, `/v1.1/Datastreams(${stream.id})`))] };
}

/** What is counted of the city, and of which layer. */
const FACTS = { people: "population", streetKilometres: "streets", buildings: "buildings", zones: "zones", places: "places", assets: "assets" };

function ofFact(/** @type {string} */ name) {
  if (!(name in FACTS)) return null;
  const source = store.city.sources.find((/** @type {any} */ one) => one.layer === FACTS[name]) ?? (name === "assets" ? store.city.sources.find((/** @type {any} */ one) => one.layer === "streets") : null);
  return { title: t(`fact.${name}`), body: [
    h("dl", { class: "pairs" }, [
      pair("value", `${number(store.city.counts[name], name === "streetKilometres" ? 1 : 0)}${name === "streetKilometres" ? " km" : ""}`), pair("kind", t("origin.kind.counted")),
      pair("source", source ? source.attribution || source.file : t("layers.noSource")), pair("licence", source?.licence ?? ""), pair("date", source?.date ? day(source.date) : ""),
      pair("digest", hash(store.city.digest))]),
    ...trust("city")] };
}

const KINDS = { indicator: ofIndicator, field: ofField, stream: ofStream, fact: ofFact };

/** The origin that is asked after; nothing where there is no such number any more. */
export function origin() {
  const [kind, name] = [store.asked.slice(0, store.asked.indexOf(":")), store.asked.slice(store.asked.indexOf(":") + 1)];
  return store.asked ? KINDS[kind]?.(name) ?? { title: t("origin.gone"), body: [h("p", { class: "quiet" }, t("origin.goneNext"))] } : null;
}
