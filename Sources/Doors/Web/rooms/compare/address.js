// What is compared, as the address has it: x=way:divider:values:field:moment, the second map's; left out from the end what it takes from the first.
import { store } from "../../core/store.js";

export const WAYS = ["swipe", "side"];
const MODES = ["baseline", "scenario", "change"];

/** What a part of the address says; nothing when it says no way of comparing. */
export function readCompared(/** @type {string|null} */ text) {
  const [way, at, mode, name, time] = (text ?? "").split(":");
  if (!WAYS.includes(way)) return null;
  const place = Number.parseFloat(at ?? "");
  return {
    way, at: place >= 0 && place <= 1 ? place : 0.5, mode: MODES.includes(mode) ? mode : "baseline",
    name: /^[\w.-]{1,120}$/.test(name ?? "") ? name : "", time: /^-?\d{1,15}$/.test(time ?? "") ? Number(time) : null,
  };
}

/** The part of the address; empty when there is one map. */
export function writeCompared() {
  const { way, at, mode, name, time } = store.compare;
  if (!way || !store.shown) return "";
  const parts = [way, String(Number(at.toFixed(2))), mode === "baseline" ? "" : mode, name, time === null ? "" : String(time)];
  return parts.join(":").replace(/:+$/, "");
}
