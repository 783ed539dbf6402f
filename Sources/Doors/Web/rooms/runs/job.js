// A job while it is worked on: how far, what is being done, how long still, and a way to stop it.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { number, t } from "../../core/i18n.js";
import { button, errorNote } from "../../core/parts.js";
import { cancel, run } from "./runs.js";

/** Seconds while they are few, then minutes. */
const left = (/** @type {number} */ seconds) => (seconds < 90 ? t("run.left", { seconds: number(Math.ceil(seconds), 0) }) : t("run.leftMinutes", { minutes: number(Math.ceil(seconds / 60), 0) }));
const percent = (/** @type {number} */ share) => new Intl.NumberFormat(store.lang, { style: "percent" }).format(share);

export function JobState() {
  const { job, jobError } = store;
  if (jobError) return errorNote(jobError, run);
  if (!job || job.state === "done") return null;
  if (job.state === "cancelled") return h("p", { class: "note" }, t("run.cancelled"));
  const share = Math.round((job.progress ?? 0) * 100);
  return h("div", { class: "job", role: "status" }, [
    h("div", { class: "job-text" }, [
      h("b", job.state === "queued" ? t("run.queued") : t("run.running")),
      h("span", { lang: "en" }, job.phase ?? ""),
      h("span", { class: "count" }, [percent(share / 100), job.secondsLeft ? left(job.secondsLeft) : ""].filter(Boolean).join(" · "))]),
    h("progress", { max: 100, value: share, "aria-label": t("run.running") }),
    button(t("run.cancel"), cancel),
  ]);
}
