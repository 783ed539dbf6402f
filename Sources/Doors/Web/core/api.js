// The server's API. Every failure is an ApiError whose message is the server's own sentence.
const root = new URL("api/v1/", document.baseURI);

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
    throw new ApiError(0, "offline");
  }
  if (!response.ok) {
    if (response.status === 401 && !path.startsWith("session")) unauthorized();
    let problem = null;
    try { problem = await response.json(); } catch { /* no document: the status alone speaks */ }
    throw new ApiError(response.status, problem?.detail ?? `${response.status} ${response.statusText}`, problem);
  }
  return response;
}

/** An answer as JSON. */
export const get = async (/** @type {string} */ path, /** @type {AbortSignal|undefined} */ signal) =>
  (await ask(path, { signal })).json();

/** An answer as bytes. */
export const bytes = async (/** @type {string} */ path) => (await ask(path)).arrayBuffer();

/** Sends JSON. */
export const send = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {unknown} */ body, headers = {}) => {
  const response = await ask(path, {
    method, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body),
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
