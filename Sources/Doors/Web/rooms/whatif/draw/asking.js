// Asks one question at a time: while one is asked, only the newest of those that come is kept, and asked next. Needs nothing of the page.

/**
 * @template Q, A
 * @param {(question: Q, signal: AbortSignal) => Promise<A>} ask
 * @param {(answer: A, question: Q, milliseconds: number) => void} give  what comes of an answer, with the time from when the question was put
 * @param {(error: unknown, question: Q) => void} fail
 * @param {{patience?: number, now?: () => number}} [options]  milliseconds after which a question that is not answered makes way for a newer one
 */
export function newest(ask, give, fail, { patience = 400, now = () => performance.now() } = {}) {
  /** @type {{abort: AbortController, since: number}|null} */
  let running = null;
  /** @type {{question: Q, since: number}|null} */
  let waiting = null;
  const begin = async (/** @type {{question: Q, since: number}} */ one) => {
    const mine = { abort: new AbortController(), since: now() };
    running = mine;
    waiting = null;
    try {
      const answer = await ask(one.question, mine.abort.signal);
      if (running === mine) give(answer, one.question, now() - one.since);
    } catch (error) {
      if (running === mine && !mine.abort.signal.aborted) fail(error, one.question);
    }
    if (running !== mine) return;
    running = null;
    if (waiting) begin(waiting);
  };
  return {
    /** Puts a question. */
    put(/** @type {Q} */ question) {
      const one = { question, since: now() };
      if (!running) { begin(one); return; }
      waiting = one;
      if (now() - running.since > patience) {
        running.abort.abort();
        begin(one);
      }
    },
    /** Forgets what is asked. */
    stop() {
      running?.abort.abort();
      running = null;
      waiting = null;
    },
  };
}
