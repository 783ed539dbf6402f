// A zip file taken apart: its list of files, and the bytes of one, no more of them than there is room for. It lies in memory as a whole.
import { OwnError } from "./read.js";

/** Bytes that the files of a spreadsheet may have together, unpacked: what claims or turns out to have more is refused. */
export const ROOM = 64 * 1024 * 1024;
const broken = () => new OwnError("own.xlsx.broken");

/** @typedef {{name: string, method: number, size: number, packed: number, at: number}} Entry */

/** The files of a zip by their names. */
export function entriesOf(/** @type {Uint8Array} */ bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  // The list is named at the very end, before a comment of at most 64 KB.
  while (end >= 0 && end > bytes.length - 22 - 65_536 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  // What Excel locks with a password lies in a container of another kind, as its older files do.
  if (bytes.length > 8 && view.getUint32(0) === 0xd0cf11e0) throw new OwnError("own.xlsx.locked");
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) throw broken();
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw broken();
    const [names, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    if (view.getUint16(at + 8, true) & 1) throw new OwnError("own.xlsx.locked");
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + names)).replaceAll("\\", "/");
    entries.set(name, { name, method: view.getUint16(at + 10, true), packed: view.getUint32(at + 20, true), size: view.getUint32(at + 24, true), at: view.getUint32(at + 42, true) });
    at += 46 + names + extra + comment;
  }
  return entries;
}

/** The bytes of one file; `room` is how many there may be. */
export async function unpacked(/** @type {Uint8Array} */ bytes, /** @type {Entry} */ entry, /** @type {number} */ room) {
  if (entry.size > room) throw new OwnError("own.xlsx.bomb", { megabytes: ROOM / 1048576 });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.at + 30 > bytes.length || view.getUint32(entry.at, true) !== 0x04034b50) throw broken();
  const from = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
  const packed = bytes.subarray(from, from + entry.packed);
  if (packed.length !== entry.packed) throw broken();
  if (entry.method === 0) {
    if (packed.length > room) throw new OwnError("own.xlsx.bomb", { megabytes: ROOM / 1048576 });
    return packed;
  }
  if (entry.method !== 8) throw broken();
  const reader = new Blob([/** @type {any} */ (packed)]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  /** @type {Uint8Array[]} */
  const pieces = [];
  let size = 0;
  for (;;) {
    let piece;
    try { piece = await reader.read(); } catch { throw broken(); }
    if (piece.done) break;
    size += piece.value.length;
    // Whatever its list claims: what grows beyond its room is not unpacked to the end.
    if (size > room) { await reader.cancel(); throw new OwnError("own.xlsx.bomb", { megabytes: ROOM / 1048576 }); }
    pieces.push(piece.value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) { whole.set(piece, at); at += piece.length; }
  return whole;
}
