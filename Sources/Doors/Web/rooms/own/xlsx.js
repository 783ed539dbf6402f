// A spreadsheet (Office Open XML, ECMA-376) as rows of words: its first sheet that is not hidden. Read piece by piece without a document, so
// that large ones need little room; nothing in it is carried out.
import { MOST, OwnError, readRows } from "./read.js";
import { entriesOf, ROOM, unpacked } from "./zip.js";

/** Columns that are read. */
const WIDEST = 256;

const ENTITIES = /** @type {Record<string, string>} */ ({ lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" });

/** Words as XML has them, in plain. */
const plain = (/** @type {string} */ text) => (text.includes("&") ? text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, digits, name) => {
  if (name) return ENTITIES[name] ?? whole;
  const code = hex ? parseInt(hex, 16) : Number(digits);
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}) : text);

const PIECE = /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/gy;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** The attributes of a tag, by their names without a prefix. */
function attributes(/** @type {string} */ text) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const [, name, one, other] of text.matchAll(ATTRIBUTE)) found[/** @type {string} */ (name.split(":").pop())] = plain(one ?? other ?? "");
  return found;
}

/**
 * Goes through a text of XML: what opens, what closes and the words between. What is no XML, or defines entities of its own, is refused.
 * @param {string} text
 * @param {{open?: (name: string, attributes: () => Record<string, string>) => void, close?: (name: string) => void, words?: (text: string) => void}} hear
 */
export function walk(text, { open, close, words }) {
  PIECE.lastIndex = 0;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    PIECE.lastIndex = at;
    const piece = PIECE.exec(text);
    if (!piece) throw new OwnError("own.xlsx.broken");
    at = PIECE.lastIndex;
    const [, raw, slash, name, given, isEmpty, between] = piece;
    if (raw !== undefined) words?.(raw);
    else if (between !== undefined) words?.(plain(between));
    else if (name) {
      if (!slash) open?.(name, () => attributes(given));
      if (slash || isEmpty) close?.(name);
    }
  }
}

/** Formats that mean a day or an hour, of those that have no words of their own (ECMA-376 part 1, 18.8.30). */
const isDated = (/** @type {number} */ id) => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Whether a format's own words tell a day or an hour: letters of it that are not quoted, escaped or in brackets. */
export const tellsTime = (/** @type {string} */ code) => /[ymdhs]/i.test(code.split(";")[0].replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "").replace(/general/gi, ""));

/** Which styles of cells are days and hours. */
function datedStyles(/** @type {string} */ text) {
  /** @type {Map<number, string>} */
  const codes = new Map();
  /** @type {boolean[]} */
  const dated = [];
  let isInside = false;
  walk(text, {
    open: (name, given) => {
      if (name === "numFmt") { const { numFmtId, formatCode = "" } = given(); codes.set(Number(numFmtId), formatCode); }
      else if (name === "cellXfs") isInside = true;
      else if (name === "xf" && isInside) {
        const id = Number(given().numFmtId ?? 0);
        const code = codes.get(id);
        dated.push(code === undefined ? isDated(id) : tellsTime(code));
      }
    },
    close: (name) => { if (name === "cellXfs") isInside = false; },
  });
  return dated;
}

const two = (/** @type {number} */ value) => String(value).padStart(2, "0");

/** A day number of a sheet as ISO 8601 writes it: the day, the hour, or both. Days count from 1900 with its 29 February that never was, or from 1904. */
export function dayText(/** @type {number} */ serial, is1904 = false) {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return String(serial);
  const seconds = Math.round(serial * 86400);
  const days = Math.floor(seconds / 86400);
  const rest = seconds - days * 86400;
  const clock = `${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}${rest % 60 ? `:${two(rest % 60)}` : ""}`;
  if (days === 0 && !is1904) return clock;
  const date = new Date(Date.UTC(is1904 ? 1904 : 1899, is1904 ? 0 : 11, (is1904 ? 1 : days < 60 ? 31 : 30) + days)).toISOString().slice(0, 10);
  return rest ? `${date}T${clock}` : date;
}

/** The words that cells share. */
function sharedWords(/** @type {string} */ text) {
  /** @type {string[]} */
  const all = [];
  let [isText, isSound] = [false, false];
  walk(text, {
    open: (name) => { if (name === "si") all.push(""); else if (name === "t") isText = true; else if (name === "rPh") isSound = true; },
    // How a word is spoken stands beside it.
    close: (name) => { if (name === "t") isText = false; else if (name === "rPh") isSound = false; },
    words: (part) => { if (isText && !isSound && all.length) all[all.length - 1] += part; },
  });
  return all;
}

/** The column of a cell's name, from 0: "AB12" is 27. */
export function columnOf(/** @type {string} */ name) {
  let column = 0;
  for (const letter of name) {
    const code = letter.toUpperCase().charCodeAt(0) - 64;
    if (code < 1 || code > 26) break;
    column = column * 26 + code;
  }
  return column - 1;
}

/** The rows of a sheet, cell by cell as words; rows without any are left out. */
export function rowsOfSheet(/** @type {string} */ text, /** @type {string[]} */ shared, /** @type {boolean[]} */ dated, is1904 = false) {
  /** @type {string[][]} */
  const rows = [];
  /** @type {string[]} */
  let row = [];
  let [column, next, type, style, value, isValue, isSound] = [0, 0, "", 0, "", false, false];
  walk(text, {
    open: (name, given) => {
      if (name === "row") { row = []; next = 0; }
      else if (name === "c") {
        const cell = given();
        column = cell.r ? columnOf(cell.r) : next;
        next = column + 1;
        [type, style, value] = [cell.t ?? "n", Number(cell.s ?? 0), ""];
      } else if (name === "v" || name === "t") isValue = true;
      else if (name === "rPh") isSound = true;
    },
    close: (name) => {
      if (name === "v" || name === "t") isValue = false;
      else if (name === "rPh") isSound = false;
      else if (name === "c" && value !== "" && column >= 0 && column < WIDEST) {
        while (row.length < column) row.push("");
        row[column] = told().trim();
      } else if (name === "row" && row.some((one) => one !== "")) {
        rows.push(row);
        if (rows.length > MOST + 20) throw new OwnError("own.tooMany", { most: MOST });
      }
    },
    words: (part) => { if (isValue && !isSound) value += part; },
  });
  function told() {
    switch (type) {
      case "s": return shared[Number(value)] ?? "";
      case "b": return value === "1" ? "TRUE" : "FALSE";
      // What could not be worked out is no value.
      case "e": return "";
      case "n": return dated[style] ? dayText(Number(value), is1904) : Number.isFinite(Number(value)) ? String(Number(value)) : value;
      default: return value;
    }
  }
  return rows;
}

/** The rows of the first sheet of a spreadsheet that is not hidden. */
export async function sheetRows(/** @type {Uint8Array} */ bytes) {
  if (typeof DecompressionStream === "undefined") throw new OwnError("own.xlsx.old");
  const entries = entriesOf(bytes);
  let room = ROOM;
  const read = async (/** @type {string} */ name) => {
    const entry = entries.get(name);
    if (!entry) return "";
    const found = await unpacked(bytes, entry, room);
    room -= found.length;
    return new TextDecoder(found[0] === 0xff && found[1] === 0xfe ? "utf-16le" : "utf-8").decode(found);
  };
  const book = await read("xl/workbook.xml");
  if (!book) throw new OwnError("own.xlsx.broken");
  /** @type {{id: string, isHidden: boolean}[]} */
  const sheets = [];
  let is1904 = false;
  walk(book, { open: (name, given) => {
    if (name === "sheet") { const { id = "", state = "" } = given(); sheets.push({ id, isHidden: state.toLowerCase().includes("hidden") }); }
    else if (name === "workbookPr") is1904 = ["1", "true"].includes(given().date1904);
  } });
  const first = sheets.find((one) => !one.isHidden) ?? sheets[0];
  let target = "";
  walk(await read("xl/_rels/workbook.xml.rels"), { open: (name, given) => {
    if (name === "Relationship") { const { Id, Target = "" } = given(); if (Id === first?.id) target = Target; }
  } });
  const path = target.startsWith("/") ? target.slice(1) : `xl/${target}`.replace(/[^/]+\/\.\.\//g, "");
  if (!first || !entries.has(path)) throw new OwnError("own.xlsx.broken");
  const [shared, dated] = [sharedWords(await read("xl/sharedStrings.xml")), datedStyles(await read("xl/styles.xml"))];
  return rowsOfSheet(await read(path), shared, dated, is1904);
}

/** Reads a spreadsheet with columns of latitude and longitude; each row is a point. */
export const readXLSX = async (/** @type {Uint8Array} */ bytes) => readRows(await sheetRows(bytes));
