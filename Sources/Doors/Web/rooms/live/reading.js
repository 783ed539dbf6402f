// How a last value is said: number and unit, how old it is and whether that is late, and what is doubtful about it.
import { store } from "../../core/store.js";
import { number, t, unit, word } from "../../core/i18n.js";

/** A stream whose usual interval is not known is late after an hour. */
const LATE = 3_600_000;
/** Devices that report every second may pause for a breath. */
const LEAST_LATE = 60_000;

/** What measures the same wears the same shape and colour: the first whose words are in the property's name. */
const KINDS = [
  ["air", /pm\s?\d|pm2|no2|so2|co2|\bco\b|ozone|dioxide|monoxide|particul|dust|\bvoc|air quality/i],
  ["water", /rain|water|river|sea|tide|flood|discharge|moisture|\bflow|precip/i],
  ["traffic", /car|vehicle|motorcycle|truck|bus|bicycle|traffic|speed counted|mean speed|people|count|occupan/i],
  ["weather", /temp|humid|wind|pressure|dew|illumin|solar|radiation|weather/i],
  ["power", /batter|volt|current|power|energy/i],
];

/** Which kind of thing is measured: air, water, traffic, weather, power or other. */
export const kindOf = (/** @type {string} */ property) => KINDS.find(([, words]) => /** @type {RegExp} */ (words).test(property))?.[0] ?? "other";
export const KIND_NAMES = ["water", "weather", "air", "traffic", "power", "other"];

/** Digits that are worth reading. */
export function digitsOf(/** @type {number} */ value) {
  const size = Math.abs(value);
  return size >= 100 ? 1 : size >= 1 || size === 0 ? 2 : Math.min(6, 2 - Math.floor(Math.log10(size)));
}

/** A result without its unit. */
export function resultText(/** @type {any} */ value) {
  if (value === null || value === undefined) return "–";
  if (typeof value === "number") return number(value, digitsOf(value));
  if (typeof value === "boolean") return t(value ? "live.yes" : "live.no");
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** A unit with the space before it that it wants. */
const unitAfter = (/** @type {string} */ symbol) => (symbol && symbol !== "1" ? (/^[°′″]$/.test(symbol) ? symbol : `\u00a0${unit(symbol)}`) : "");

/** A result with its unit. */
export const valueText = (/** @type {any} */ value, /** @type {string} */ symbol) => resultText(value) + (typeof value === "number" ? unitAfter(symbol) : "");

/** A result for the map, whose letters cannot join or stack: the unit's symbol as devices have it, signs for yes and no. */
export const markText = (/** @type {any} */ value, /** @type {string} */ symbol) => (typeof value === "boolean" ? (value ? "✓" : "✗")
  : resultText(value) + (typeof value === "number" && symbol && symbol !== "1" ? (/^[°′″]$/.test(symbol) ? symbol : `\u00a0${symbol}`) : ""));

/** What is measured, in the reader's language where it is a common thing. */
export const propertyText = (/** @type {string} */ property) => (property ? word(`live.property.${property}`, property) : t("live.property.none"));

const UNITS = /** @type {[string, string, number][]} */ ([["day", "d", 86_400_000], ["hour", "h", 3_600_000], ["minute", "min", 60_000], ["second", "s", 1000]]);

/** How long, in the largest unit that fits. */
function inUnits(/** @type {number} */ age) {
  const size = Math.abs(age);
  const [name, symbol, length] = UNITS.find(([, , one]) => size >= one) ?? UNITS[3];
  return { name, symbol, count: Math.trunc(age / length) };
}

/** @type {Map<string, Intl.RelativeTimeFormat>} */
const formats = new Map();

/** How long ago: "5 min ago". */
export function agoText(/** @type {number|null} */ time, /** @type {number} */ now) {
  if (time === null) return t("live.never");
  const age = now - time;
  if (age > -5000 && age < 5000) return t("live.justNow");
  let format = formats.get(store.lang);
  if (!format) {
    format = new Intl.RelativeTimeFormat(store.lang, { style: "short", numeric: "always" });
    formats.set(store.lang, format);
  }
  const { name, count } = inUnits(age);
  return format.format(-count, /** @type {any} */ (name));
}

/** An age with the symbol of its unit, which is the same in every script: "5 min". */
export function shortAge(/** @type {number} */ age) {
  const { symbol, count } = inUnits(Math.max(0, age));
  return `${count} ${symbol}`;
}

/** Whether a value is older than it should be: three times its usual interval, or an hour where that is not known. */
export const isLate = (/** @type {import("./desk.js").Stream} */ stream, /** @type {number} */ now) =>
  stream.time === null || now - stream.time > (stream.usual ? Math.max(LEAST_LATE, 3 * stream.usual) : LATE);

/**
 * What is doubtful about a value, as sentences; none where nothing is. A list of data quality elements (ISO 19157), as OGC 18-088 has
 * them, or any text a device sent.
 * @returns {{text: string, isBad: boolean}[]}
 */
export function doubts(/** @type {any} */ quality) {
  if (quality === null || quality === undefined || quality === "") return [];
  const found = (Array.isArray(quality) ? quality : [quality]).flatMap((one) => {
    if (typeof one === "string") return /^(good|ok|valid|passed|pass)$/i.test(one) ? [] : [{ text: word(`live.quality.${one}`, one), isBad: /fail|bad/i.test(one) }];
    if (typeof one !== "object" || one === null) return [{ text: String(one), isBad: false }];
    const result = one.DQ_Result ?? one.result ?? {};
    if (result.code === "1" || result.code === 1 || result.code === 2) return [];
    const name = word(`live.quality.${one.nameOfMeasure}`, result.statement ?? one.nameOfMeasure ?? JSON.stringify(one).slice(0, 80));
    return [{ text: name, isBad: result.code === 4 }];
  });
  // A device and the checks here may say the same.
  return found.filter(({ text }, place) => found.findIndex((one) => one.text === text) === place);
}

/** Whether anything is doubtful about a stream's last value. */
export const isDoubtful = (/** @type {{quality: any}} */ stream) => stream.quality !== null && doubts(stream.quality).length > 0;
