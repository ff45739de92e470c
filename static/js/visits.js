// Visits. On a route: Alt with the arrows moves the stop that has the focus.
// On the form of a stop: what is typed stays on this phone until it has arrived, and is sent again until it has.
//   data-visit="id"      the form of this stop       data-taken="client id"  the form that the server has taken last
//   data-count           how many are chosen in a sheet                      data-counts  a text that counts when filled
"use strict";

const AGAIN = 8000; // milliseconds until it is sent again
const PREFIX = "outreach-draft:visit:"; // signing out forgets what begins so (app.js)

document.addEventListener("keydown", (event) => {
  const sheet = event.key === "Escape" && document.querySelector(".visit-sheets details[open]");
  if (sheet) {
    sheet.open = false;
    sheet.querySelector("summary").focus();
  }
  const stop = event.altKey && event.target.closest("[data-stop]");
  const way = { ArrowUp: "[data-up]", ArrowDown: "[data-down]" }[event.key];
  if (!stop || !way) return;
  event.preventDefault();
  const button = stop.querySelector(way);
  button?.focus();
  button?.click();
});

const form = document.querySelector("form[data-visit]");

function say(words) {
  form.querySelector("[data-said]").textContent = words;
}

// ── what is typed ────────────────────────────────────────────────────────────────────────────────────────

const key = form && PREFIX + form.dataset.visit;

function typed() {
  const entries = [...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && typeof value === "string");
  return { entries, photo: false };
}

function keep() {
  try {
    localStorage.setItem(key, JSON.stringify(typed()));
  } catch {
    // a browser that keeps nothing still sends
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function putBack({ entries }) {
  const given = new Map();
  for (const [name, value] of entries) given.set(name, [...(given.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || control.name === "csrf_token" || control.type === "file") continue;
    const values = given.get(control.name) ?? [];
    if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
    else if (values.length) control.value = values[0];
  }
}

function count() {
  for (const sheet of form.querySelectorAll("details")) {
    const chosen = sheet.querySelectorAll(":checked:not(option)").length;
    const texts = [...sheet.querySelectorAll("[data-counts]")].filter((input) => input.value.trim()).length;
    const made = sheet.querySelectorAll("p a").length;
    sheet.querySelector("[data-count]").textContent = chosen + texts + made || "";
  }
}

// ── sending ──────────────────────────────────────────────────────────────────────────────────────────────

let waiting = 0;

// 204 names the next page; whatever else is an answer is shown as the page it is: sent again, it changes nothing
async function send() {
  clearTimeout(waiting);
  keep();
  const body = new FormData(form);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
    const next = answer.headers.get("HX-Redirect");
    if (answer.status >= 500) throw new Error("busy");
    if (answer.status === 204 && next) {
      localStorage.removeItem(key);
      location.assign(next);
    } else {
      form.submit();
    }
  } catch {
    say(form.dataset.waiting);
    waiting = setTimeout(send, AGAIN);
  }
}

if (form) {
  const draft = kept();
  const mine = draft && new Map(draft.entries).get("client_id");
  if (mine && mine === form.dataset.taken) {
    localStorage.removeItem(key); // it had arrived; only the answer was lost
  } else if (draft && !document.querySelector("[role=alert]")) {
    putBack(draft);
    say(form.dataset.found);
  }
  count();
  form.addEventListener("input", () => {
    keep();
    count();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  window.addEventListener("online", () => waiting && send());
}
