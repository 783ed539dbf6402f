// Which rows of a long table are drawn, in which order they stand, and where a key leads. Plain functions.

/** The rows in sight from `top` on, with some more on both sides so that a quick hand meets no gap. */
export function inSight(/** @type {number} */ count, /** @type {number} */ rowHeight, /** @type {number} */ top, /** @type {number} */ height, spare = 8) {
  const first = Math.max(0, Math.min(count, Math.floor(top / rowHeight)) - spare);
  const last = Math.min(count, Math.ceil((top + height) / rowHeight) + spare);
  return { first, last: Math.max(first, last) };
}

/** The row a key leads to; `undefined` where it leads nowhere. `page` is how many rows are seen at once. */
export function stepTo(/** @type {string} */ key, /** @type {number} */ from, /** @type {number} */ count, /** @type {number} */ page) {
  const to = { ArrowDown: from + 1, ArrowUp: from - 1, PageDown: from + page, PageUp: from - page, Home: 0, End: count - 1 }[key];
  return to === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, to));
}

/** The words of a text that is searched for. */
export const wordsOf = (/** @type {string} */ text) => text.toLocaleLowerCase().split(/\s+/).filter(Boolean);

/**
 * The places of rows that fit some words, in the order of a column; rows without a value stand last either way.
 * @param {number} count
 * @param {{words: string[], textOf: (row: number) => string, valueOf: ((row: number) => any)|null, isDown: boolean, lang: string}} how
 *   `textOf` answers in small letters
 */
export function arrange(count, { words, textOf, valueOf, isDown, lang }) {
  /** @type {number[]} */
  let rows = Array.from({ length: count }, (_, row) => row);
  if (words.length) rows = rows.filter((row) => { const text = textOf(row); return words.every((word) => text.includes(word)); });
  if (!valueOf) return rows;
  const values = new Array(count);
  for (const row of rows) values[row] = valueOf(row);
  const isNone = (/** @type {any} */ value) => value === null || value === undefined || value === "" || Number.isNaN(value);
  // One collator for all: to ask for each pair anew is many times slower.
  const letters = new Intl.Collator(lang, { numeric: true, sensitivity: "base" });
  const way = isDown ? -1 : 1;
  return rows.sort((a, b) => {
    const [left, right] = [values[a], values[b]];
    if (isNone(left) || isNone(right)) return Number(isNone(left)) - Number(isNone(right)) || a - b;
    const by = typeof left === "number" && typeof right === "number" ? left - right : letters.compare(String(left), String(right));
    return by * way || a - b;
  });
}
