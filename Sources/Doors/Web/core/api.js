// The server's API. Every failure is an ApiError whose message is the server's own sentence.
import { missed, reached } from "./line.js";

const root = new URL("api/v1/", document.baseURI);

/** The server's own sentence; behind it the number under which its log has what went wrong there. */
export const told = (/** @type {any} */ problem, /** @type {string} */ otherwise) => `${problem?.detail ?? otherwise}${problem?.id ? ` [${problem.id}]` : ""}`;

export class ApiError extends Error {
  constructor(/** @type {number} */ status, /** @type {string} */ message, /** @type {any} */ problem = null) {
    super(message);
    this.status = status;
    this.problem = problem;
  }
}

/** The address of a path of the API. */
export const address = (/** @type {string} */ path) => new URL(path, root).href;

let unauthorized = () => {};

/** Calls something when the server asks who the caller is. */
export function onUnauthorized(/** @type {() => void} */ act) { unauthorized = act; }

async function ask(/** @type {string} */ path, /** @type {RequestInit} */ options = {}) {
  let response;
  try {
    response = await fetch(address(path), options);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    missed();
    throw new ApiError(0, "offline");
  }
  // A proxy answers for a server that is away.
  if ([502, 504].includes(response.status)) { missed(); throw new ApiError(response.status, "offline"); }
  reached();
  if (!response.ok) {
    if (response.status === 401 && !path.startsWith("session")) unauthorized();
    let problem = null;
    try { problem = await response.json(); } catch { /* no document: the status alone speaks */ }
    throw new ApiError(response.status, told(problem, `${response.status} ${response.statusText}`), problem);
  }
  return response;
}

/** An answer as JSON. */
export const get = async (/** @type {string} */ path, /** @type {AbortSignal|undefined} */ signal) =>
  (await ask(path, { signal })).json();

/** An answer as JSON, with the tag of what was read. */
export const getTagged = async (/** @type {string} */ path) => {
  const response = await ask(path);
  return { value: await response.json(), tag: response.headers.get("ETag") ?? "" };
};

/** An answer as bytes. */
export const bytes = async (/** @type {string} */ path) => (await ask(path)).arrayBuffer();

/** An answer as a file. */
export const blob = async (/** @type {string} */ path) => (await ask(path)).blob();

/** Sends JSON. */
export const send = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {unknown} */ body, headers = {}, signal = /** @type {AbortSignal|undefined} */ (undefined)) => {
  const response = await ask(path, {
    method, signal, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body),
  });
  return { value: response.status === 204 ? null : await response.json(), tag: response.headers.get("ETag") ?? "" };
};

/** Deletes. */
export const remove = async (/** @type {string} */ path) => { await ask(path, { method: "DELETE" }); };

/** All items of a list in pages. */
export async function all(/** @type {string} */ path, limit = 5000) {
  const items = [];
  for (;;) {
    const page = await get(`${path}${path.includes("?") ? "&" : "?"}limit=${limit}&offset=${items.length}`);
    items.push(...page.items);
    if (page.items.length === 0 || items.length >= page.total) return items;
  }
}
