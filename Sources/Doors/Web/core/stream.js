// The page's one stream: what happens live, over a single answer that does not end (Docs/page.md).
import { address } from "./api.js";
import { eventsOf, Frames } from "./framing.js";

/** A line on which nothing was heard for so long is dead: the server beats every five seconds. */
const SILENCE = 20_000;

/**
 * Opens the stream. `heard` is called with each event's name and data, `opened` when the line stands and whenever something was left out,
 * `broke` when it breaks. Answers what closes it.
 * @param {{topics: string, heard: (name: string, data: string) => void, opened: () => void, broke: () => void}} ears
 */
export function openStream({ topics, heard, opened, broke }) {
  const stop = new AbortController();
  let waiting = 0;
  const listen = () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => stop.abort("silent"), SILENCE);
  };
  const read = async () => {
    listen();
    const answer = await fetch(address(`stream?topics=${topics}`), { signal: stop.signal });
    if (!answer.ok || !answer.body) throw new Error(String(answer.status));
    opened();
    const frames = new Frames();
    const reader = answer.body.getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      listen();
      for (const { kind, payload } of frames.take(value)) {
        if (kind === "events") for (const { name, data } of eventsOf(payload)) heard(name, data);
        else if (kind === "gap") opened();
      }
    }
  };
  let isClosed = false;
  read().catch(() => {}).then(() => {
    clearTimeout(waiting);
    if (!isClosed) broke();
  });
  return () => {
    isClosed = true;
    clearTimeout(waiting);
    stop.abort();
  };
}
