// The frames of the page's stream: [u32 length of what follows][u8 kind][f64 time][payload], little-endian.

/** What a frame is. */
export const KINDS = ["beat", "events", "gap", "vehiclesHead", "vehicles"];
/** No frame is longer; who says so is out of step. */
const LONGEST = 16e6;

/** Puts frames together out of the pieces a connection gives. */
export class Frames {
  /** What is not yet a frame. */
  rest = new Uint8Array(0);

  /** Frames that are complete with these bytes. @returns {{kind: string, time: number, payload: Uint8Array}[]} */
  take(/** @type {Uint8Array} */ bytes) {
    let all = bytes;
    if (this.rest.length) {
      all = new Uint8Array(this.rest.length + bytes.length);
      all.set(this.rest);
      all.set(bytes, this.rest.length);
    }
    const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
    const found = [];
    let at = 0;
    while (all.length - at >= 4) {
      const length = view.getUint32(at, true);
      if (length < 9 || length > LONGEST) throw new Error("The stream is out of step.");
      if (all.length - at < 4 + length) break;
      // A kind this page does not know is for a later one.
      const kind = KINDS[view.getUint8(at + 4)] ?? "";
      found.push({ kind, time: view.getFloat64(at + 5, true), payload: all.subarray(at + 13, at + 4 + length) });
      at += 4 + length;
    }
    this.rest = all.slice(at);
    return found;
  }
}

/** The events of a text of server-sent events. */
export function eventsOf(/** @type {Uint8Array} */ payload) {
  const found = [];
  for (const block of new TextDecoder().decode(payload).split("\n\n")) {
    let [name, data] = ["message", ""];
    for (const line of block.split("\n")) {
      if (line.startsWith("event: ")) name = line.slice(7);
      else if (line.startsWith("data: ")) data += line.slice(6);
    }
    if (data) found.push({ name, data });
  }
  return found;
}
