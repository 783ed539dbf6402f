// Jobs of the server, followed while they wait and work.
import { address, ApiError, get } from "./api.js";

/** Whether a job has ended. */
export const isOver = (/** @type {any} */ job) => ["done", "failed", "cancelled"].includes(job.state);

/**
 * Follows jobs, one at a time.
 * @param {() => any} current the job that is followed, as it is known
 * @param {(job: any) => void} heard told each of its states
 * @param {(error: unknown) => void} failed told when its states cannot be had
 */
export function follower(current, heard, failed) {
  /** @type {EventSource|null} */
  let source = null;
  const leave = () => source?.close();
  const follow = (/** @type {string} */ id) => {
    leave();
    source = new EventSource(address(`jobs/${id}/events`));
    source.addEventListener("job", (event) => heard(JSON.parse(/** @type {MessageEvent} */ (event).data)));
    source.onerror = async () => {
      // The stream ends with the job; a stream that broke is asked about once, then tried again by the browser.
      if (!current() || isOver(current())) { leave(); return; }
      // While the server is away the job goes on or waits there; it is followed again when the server answers.
      try { heard(await get(`jobs/${id}`)); } catch (error) { leave(); if (!(error instanceof ApiError && error.message === "offline")) failed(error); }
    };
  };
  return { follow, leave };
}
