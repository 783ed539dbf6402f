// Words and numbers in the reader's language. Catalogues are flat, and in two files a language: what the first picture says, and the rest, which
// comes with the first part that comes later. A missing word falls back to English, then to its key.
import { missed } from "./line.js";
import { store } from "./store.js";

const catalogues = /** @type {Record<string, Record<string, string>>} */ ({});
/** The files that are here or on their way, by their path. */
const files = /** @type {Record<string, Promise<boolean>>} */ ({});
/** Whether the rest is wanted. */
let isWhole = false;

/** Has a file of words here, fetched once; whether it is. */
function file(/** @type {string} */ path, /** @type {string} */ lang) {
  files[path] ??= (async () => {
    try {
      const response = await fetch(new URL(`strings/${path}.json`, document.baseURI));
      if (response.ok) {
        const words = await response.json();
        catalogues[lang] = { ...catalogues[lang], ...words };
        return true;
      }
    } catch { missed(); }
    delete files[path];
    return false;
  })();
  return files[path];
}

/** Has a language's words here, as many as are wanted; whether they are. */
const fetchWords = async (/** @type {string} */ lang) => (await Promise.all([file(lang, lang), ...(isWhole ? [file(`rest/${lang}`, lang)] : [])])).every(Boolean);

let isLacking = false;
/** A word that its catalogue lacks is told in English, which is fetched then. */
function lack() {
  if (isLacking || !isWhole || catalogues.en || !catalogues[store.lang]) return;
  isLacking = true;
  fetchWords("en").then(() => { store.strings += 1; });
}

/** Fetches a language's words; English where they cannot be had. */
export async function load(/** @type {string} */ lang) {
  await fetchWords(lang);
  if (!catalogues[lang] && !catalogues[store.lang]) await fetchWords("en");
  // Words that cannot be had leave the page in those it has.
  if (!catalogues[lang] && Object.keys(catalogues).length) return;
  store.lang = lang;
  store.strings += 1;
  document.documentElement.lang = lang;
}

/** Fetches the rest of the words, in this language and in every other that is chosen from now on. */
export async function rest() {
  isWhole = true;
  const { lang } = store;
  if (await file(`rest/${lang}`, lang)) store.strings += 1; else throw new Error("offline");
}

/** Whether a word is in the catalogue. */
export const has = (/** @type {string} */ key) => key in (catalogues[store.lang] ?? {}) || key in (catalogues.en ?? {});

/** A word, with `{name}` replaced. */
export function t(/** @type {string} */ key, /** @type {Record<string, unknown>} */ values = {}) {
  void store.strings;
  // A word that counts may have a form of its own for one.
  const form = values.count === "1" || values.count === 1 ? `${key}.one` : key;
  const text = catalogues[store.lang]?.[form] ?? catalogues[store.lang]?.[key] ?? catalogues.en?.[form] ?? catalogues.en?.[key];
  if (text === undefined) lack();
  return (text ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** A word of the catalogue, or what stands for it when there is none. */
export const word = (/** @type {string} */ key, /** @type {string} */ otherwise) => (has(key) ? t(key) : otherwise);

/** A number; up to `digits` after the point. */
export function number(/** @type {number|null|undefined} */ value, digits = 1) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  return new Intl.NumberFormat(store.lang, { maximumFractionDigits: digits }).format(value);
}

/** A difference: always with its sign. */
export function difference(/** @type {number} */ value, digits = 1) {
  return new Intl.NumberFormat(store.lang, { maximumFractionDigits: digits, signDisplay: "exceptZero" }).format(value);
}

/** A day. */
export function day(/** @type {string} */ text) {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : new Intl.DateTimeFormat(store.lang, { dateStyle: "medium" }).format(date);
}

/** A unit, as people read it. */
export const unit = (/** @type {string} */ text) => (text === "1" ? ""
  : /^[A-Z]{3}\/a$/.test(text) ? t("unit.a-year", { unit: text.slice(0, 3) }) : word(`unit.${text}`, text));

/** What an indicator is called: put together from the parts of its name. */
export function indicator(/** @type {string} */ id) {
  if (has(`indicator.${id}`)) return t(`indicator.${id}`);
  const access = /^access\.([^.]+)\.([^.]+)\.(median-minutes|people-cut-off|people-hours-cut-off|share-of-time-cut-off|worst-hour|share-within-(\d+))$/.exec(id);
  if (access) {
    const words = { place: word(`kind.${access[1]}`, access[1]), mode: word(`mode.${access[2]}`, access[2]), minutes: access[4] };
    const parts = { "median-minutes": "median", "people-cut-off": "cut-off", "people-hours-cut-off": "hours-cut-off", "share-of-time-cut-off": "time-cut-off", "worst-hour": "worst-hour" };
    return t(`indicator.access.${access[4] ? "share" : parts[/** @type {keyof typeof parts} */ (access[3])]}`, words);
  }
  const site = /^flood\.site(?:\.(\d+))?\.([a-z][a-z0-9-]*?)(?:\.([\d.]+)-years)?$/.exec(id);
  if (site && has(`indicator.flood.site.${site[2]}`)) {
    const what = t(`indicator.flood.site.${site[2]}`);
    const of = [site[1] ? t("site.number", { number: site[1] }) : "", site[3] ? t("site.years", { years: site[3] }) : ""].filter(Boolean).join(", ");
    return of ? t("indicator.of", { what, of }) : what;
  }
  const once = /^(.+)\.1-in-([\d.]+)$/.exec(id);
  if (once && has(`indicator.${once[1]}`)) return t("indicator.of", { what: t(`indicator.${once[1]}`), of: t("site.years", { years: once[2] }) });
  // Depths of water in classes, kinds of vehicle, kinds of danger: a thing counted, and of what.
  const deep = /^(exposure\.[a-z-]+)\.(above-)?([\d.]+)(?:-([\d.]+))?$/.exec(id);
  if (deep) return t("indicator.of", { what: indicator(deep[1]), of: deep[2] ? `> ${deep[3]} m` : `${deep[3]}–${deep[4]} m` });
  const of = /^(.+)\.([a-z-]+)$/.exec(id);
  const named = of && ["vehicle", "danger", "use"].map((kind) => `${kind}.${of[2]}`).find(has);
  return of && named && has(`indicator.${of[1]}`) ? t("indicator.of", { what: t(`indicator.${of[1]}`), of: t(named) }) : id;
}

/** What a field is called. */
export function fieldTitle(/** @type {{name: string, title: string}} */ field) {
  if (has(`field.${field.name}`)) return t(`field.${field.name}`);
  const access = /^access\.([^.]+)\.([^.]+)$/.exec(field.name);
  if (access) return t("field.access", { place: word(`kind.${access[1]}`, access[1]), mode: word(`mode.${access[2]}`, access[2]) });
  const of = /^(.+)\.([a-z-]+)$/.exec(field.name);
  if (of && has(`field.${of[1]}`) && has(`vehicle.${of[2]}`)) return t("indicator.of", { what: t(`field.${of[1]}`), of: t(`vehicle.${of[2]}`) });
  return field.title;
}
