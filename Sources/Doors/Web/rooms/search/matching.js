// Which of many names fit what was typed: every word must be found in one; names that begin with it come first. A plain function.

const folded = (/** @type {string} */ text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLocaleLowerCase();

/**
 * @template T
 * @param {T[]} all
 * @param {string} text
 * @param {(one: T) => string} nameOf
 * @param {number} most
 * @returns {T[]}
 */
export function matching(all, text, nameOf, most) {
  const words = folded(text).split(/[\s_-]+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = [];
  for (const one of all) {
    const name = folded(nameOf(one));
    if (!words.every((word) => name.includes(word))) continue;
    const rank = name.startsWith(words[0]) ? 0 : name.split(/[\s_-]+/).some((part) => part.startsWith(words[0])) ? 1 : 2;
    found.push({ one, rank, name });
  }
  return found.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1)).slice(0, most).map(({ one }) => one);
}
