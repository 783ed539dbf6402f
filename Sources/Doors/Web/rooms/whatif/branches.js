// Which scenarios are branches of which: one that supposes and changes all that another does, in the same order, and then more. Plain values; the
// files say nothing of it, so that a scenario written by hand has its branches too.

/** @typedef {{name: string, supposing?: any[], changes?: any[]}} Document */

const begins = (/** @type {any[]} */ list, /** @type {any[]} */ with_) => with_.length <= list.length && with_.every((one, place) => JSON.stringify(one) === JSON.stringify(list[place]));
const lengthOf = (/** @type {Document} */ one) => (one.supposing?.length ?? 0) + (one.changes?.length ?? 0);

/** The scenario that one is a branch of: the longest that it goes on from; nothing where there is none. */
export function parentOf(/** @type {Document} */ one, /** @type {Document[]} */ all) {
  const found = all.filter((other) => other.name !== one.name && (other.changes?.length ?? 0) > 0 && lengthOf(other) < lengthOf(one)
    && begins(one.supposing ?? [], other.supposing ?? []) && begins(one.changes ?? [], other.changes ?? []));
  return found.reduce((best, other) => (best && lengthOf(best) >= lengthOf(other) ? best : other), /** @type {Document|null} */ (null));
}

/** Names in the order of a list with branches, each behind what it branches from and one step deeper. @returns {{name: string, depth: number}[]} */
export function treeOf(/** @type {string[]} */ names, /** @type {Document[]} */ documents) {
  const parents = new Map(documents.map((one) => [one.name, parentOf(one, documents)?.name ?? ""]));
  const found = /** @type {{name: string, depth: number}[]} */ ([]);
  const put = (/** @type {string} */ under, /** @type {number} */ depth) => {
    for (const name of names) if ((parents.get(name) ?? "") === under) { found.push({ name, depth }); put(name, depth + 1); }
  };
  put("", 0);
  return found;
}
