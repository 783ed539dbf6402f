// Who is signed in, what they may do, and signing in and out.
import { reactive } from "../../vendor/vue.js";
import { session as first } from "../../core/begin.js";
import { get, onUnauthorized, remove, send } from "../../core/api.js";
import { announce } from "../../core/store.js";
import { t } from "../../core/i18n.js";

export const access = reactive({
  /** What the server says of the caller: name, role, scopes, isOpen, publicView, hasAccounts; nothing before it was asked. */
  session: /** @type {any} */ (null),
  /** Whether the panel of accounts stands in place of the others. */
  isShown: false,
  error: "",
  isBusy: false,
  /** Whether the session ended while the page was open. */
  hasEnded: false,
});

/** Whether the caller may do something: read, observe, operate, administer. */
export const may = (/** @type {string} */ scope) => access.session?.scopes.includes(scope) ?? false;

/** Whether a person with an account is signed in. */
export const isSignedIn = () => access.session?.means === "session";

let isFirst = true;

/** Asks who is signed in. A server that does not answer is told by what is asked next. */
export async function loadSession() {
  const known = isFirst ? await first : null;
  isFirst = false;
  try { access.session = known ?? await get("session"); } catch { access.session ??= { scopes: [], means: "nothing" }; }
}

/** Signs in; whether it was right. */
export async function signIn(/** @type {string} */ name, /** @type {string} */ password) {
  Object.assign(access, { error: "", isBusy: true });
  try {
    await send("POST", "session", { name, password });
    await loadSession();
    access.hasEnded = false;
    announce(t("accounts.signedIn", { name: access.session.name }));
    return true;
  } catch (error) {
    access.error = error instanceof Error ? error.message : String(error);
    return false;
  } finally { access.isBusy = false; }
}

/** Signs out and begins the page anew, that nothing stays in it. */
export async function signOut() {
  try { await remove("session"); } finally { location.reload(); }
}

// A session that ends while the page is open: the form comes back.
onUnauthorized(async () => {
  const was = access.session;
  if (!was?.scopes.length) return;
  await loadSession();
  if (!may("read")) access.hasEnded = true;
});
