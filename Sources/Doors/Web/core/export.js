// Files to take along: tables that spreadsheets open well, features that maps open well, names that say what is in them. Plain functions.

/** Spreadsheets run a cell that begins like a formula, in full-width signs too; a leading apostrophe makes it text. */
const FORMULA = /^[\s\u0000-\u001f]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/** A cell of a CSV file: numbers as they are, texts guarded and quoted where they must be. Nothing known is an empty cell. */
export function cell(/** @type {unknown} */ value) {
  if (value === null || value === undefined || (typeof value === "number" && !Number.isFinite(value))) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = FORMULA.test(String(value)) ? `'${value}` : String(value);
  return /[",;\r\n\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A table as RFC 4180 has it, in UTF-8 with the mark that spreadsheets know it by.
 * @param {string[]} heads
 * @param {Iterable<unknown[]>} rows
 */
export function csv(heads, rows) {
  const lines = [heads.map(cell).join(",")];
  for (const row of rows) lines.push(row.map(cell).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

/** A number that went through 32 bits, with the digits it has: 0.1 and not 0.10000000149. */
export const short = (/** @type {number|null|undefined} */ value) => (value === null || value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(7)));

/**
 * Features as RFC 7946 has them; what holds for all of them stands beside.
 * @param {{id?: string|number, geometry: any, properties: Record<string, unknown>}[]} features
 * @param {Record<string, unknown>} about
 */
export const geojson = (features, about = {}) =>
  `${JSON.stringify({ type: "FeatureCollection", ...about, features: features.map(({ id, geometry, properties }) => ({ type: "Feature", ...(id === undefined ? {} : { id }), geometry: geometry ?? null, properties })) })}\n`;

/** Bytes of a part of a name at most: with four parts and their signs, systems take 255. */
const LONGEST = 48;

/** A part of a file's name: letters and digits of every script, all else a hyphen. */
function part(/** @type {string} */ text) {
  let whole = text.normalize("NFC").replace(/[^\p{L}\p{M}\p{N}.]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "");
  const encoder = new TextEncoder();
  while (encoder.encode(whole).length > LONGEST) whole = [...whole].slice(0, -1).join("").replace(/[-.]+$/, "");
  return whole;
}

/** A name of a file that says what is in it: its parts, those that are there, and its kind. */
export function fileName(/** @type {(string|null|undefined)[]} */ parts, /** @type {string} */ kind) {
  const named = parts.map((one) => part(one ?? "")).filter(Boolean);
  return `${named.join("_") || "kembar"}.${kind}`;
}

/** A moment for a file's name: 2026-11-23T1430 in the zone of a city, or +0230 after the beginning where there is no date. */
export function stamp(/** @type {number} */ time, /** @type {string} */ zone, isDated = true) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  if (!isDated) return `${two(Math.floor(time / 3_600_000))}h${two(Math.round(time / 60_000) % 60)}`;
  let format;
  const options = /** @type {Intl.DateTimeFormatOptions} */ ({ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  try { format = new Intl.DateTimeFormat("en", { ...options, timeZone: zone }); } catch { format = new Intl.DateTimeFormat("en", { ...options, timeZone: "UTC" }); }
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}${parts.minute}`;
}

/** A round length in metres that is drawn at most so many pixels long. */
export function scaleBar(/** @type {number} */ metresPerPixel, most = 120) {
  const longest = metresPerPixel * most;
  const power = 10 ** Math.floor(Math.log10(longest));
  const metres = [5, 2, 1].map((one) => one * power).find((one) => one <= longest * 1.000001) ?? power;
  return { metres, pixels: metres / metresPerPixel };
}

/** Metres that a pixel of the map spans: Web Mercator in tiles of 512 pixels. */
export const metresPerPixel = (/** @type {number} */ latitude, /** @type {number} */ zoom) =>
  (40_075_016.686 * Math.cos((latitude * Math.PI) / 180)) / (512 * 2 ** zoom);
