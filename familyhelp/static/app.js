// Adds to pages that work without it: the design system's behaviours, and long forms that are kept while somebody types.
// What is typed is sent to the server and nowhere else: nothing about a family is ever stored in the browser.
import { initAll } from "./build/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

const PAUSE = 1500; // milliseconds without a key before what was typed is sent
const AGAIN = [3000, 10000, 30000]; // and before another try where that failed
const MOST_ON_LEAVING = 60000; // bytes that browsers still send from a page that is being left

class Keeper {
  constructor(form) {
    this.form = form;
    this.url = `${form.dataset.autosave}?path=${encodeURIComponent(location.pathname)}`;
    this.kept = this.typed();
    this.failures = 0;
    this.over = false; // the form was sent, or its sign-in ended: nothing more to keep
    this.unsafe = false; // what was typed is nowhere but on this page
    this.line = document.createElement("p");
    this.line.className = "govuk-hint";
    this.line.setAttribute("role", "status");
    form.append(this.line);
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("change", () => this.later(PAUSE));
    form.addEventListener("submit", () => this.sent());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leaving());
    addEventListener("pagehide", () => this.leaving());
    addEventListener("pageshow", (event) => event.persisted && this.back());
    addEventListener("online", () => this.failures && this.later(0));
    addEventListener("beforeunload", (event) => this.unsafe && !this.submitting && event.preventDefault());
  }

  typed() {
    return new URLSearchParams(new FormData(this.form)).toString();
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), pause);
  }

  // The form is on its way: a keep that arrived after it would bring back as a draft what is already saved.
  sent() {
    this.over = this.submitting = true;
    clearTimeout(this.timer);
    this.request?.abort();
  }

  // The browser brought the page back as it was left.
  back() {
    this.over = this.submitting = false;
    this.later(PAUSE);
  }

  leaving() {
    clearTimeout(this.timer);
    const text = this.typed();
    if (this.over || text === this.kept) return;
    this.send(text, text.length < MOST_ON_LEAVING).then((response) => response?.status === 204 && (this.kept = text));
  }

  async keep() {
    if (this.over) return;
    if (this.busy) return this.later(PAUSE); // one at a time, so that an older text never lands on a newer one
    const text = this.typed();
    if (text === this.kept) return;
    this.busy = true;
    const response = await this.send(text, false);
    this.busy = false;
    if (this.over) return;
    if (response?.status === 204) this.wasKept(text, response.headers.get("Sign-In") === "needed");
    else if (response?.type === "opaqueredirect") this.over = true; // this very form was already saved
    else if (response && response.status < 500) this.stop(this.form.dataset.lost, true);
    else this.failed();
  }

  send(body, keepalive) {
    this.request = new AbortController();
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const signal = keepalive ? undefined : this.request.signal;
    return fetch(this.url, { method: "POST", body, headers, keepalive, redirect: "manual", signal }).catch(() => null);
  }

  wasKept(text, signedOut) {
    this.kept = text;
    this.failures = 0;
    this.unsafe = false;
    if (signedOut) return this.stop(this.form.dataset.signedOut, false);
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    this.say(`${this.form.dataset.kept} ${time}`);
    if (this.typed() !== text) this.later(PAUSE);
  }

  failed() {
    this.unsafe = true;
    this.say(this.form.dataset.offline);
    this.later(AGAIN[Math.min(this.failures++, AGAIN.length - 1)]);
  }

  stop(words, unsafe) {
    this.over = true;
    this.unsafe = unsafe;
    this.say(words);
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = this.form.dataset.signIn;
    link.textContent = this.form.dataset.signInText;
    this.line.append(" ", link);
  }

  // Said once: a screen reader hears it when it changes, not at every pause.
  say(words) {
    if (this.line.textContent !== words) this.line.textContent = words;
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  if (!form.querySelector("input[type=password], input[type=file]")) new Keeper(form);
}
