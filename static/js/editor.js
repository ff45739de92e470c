// The authors' pages: buttons that write Markdown, and drafts kept in this browser until they are saved.
// Everything works without it. A draft belongs to a person, a version and a piece of it ("7:12:buoc/dinh-kem");
// app.js forgets all of them when somebody signs out.
"use strict";

const KEPT = "outreach-draft:";
const WAIT = 600; // milliseconds after the last key

// ── writing Markdown ─────────────────────────────────────────────────────────────────────────────────────

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mark-up]");
  if (!button) return;
  const text = document.getElementById(button.dataset.markUp);
  const { selectionStart: from, selectionEnd: to, value } = text;
  let before = button.dataset.before;
  if (before.startsWith("\n") && (from === 0 || value[from - 1] === "\n")) before = before.slice(1);
  text.focus();
  text.setRangeText(before + value.slice(from, to) + button.dataset.after, from, to, "end");
  if (from === to) text.selectionEnd -= button.dataset.after.length;
  text.dispatchEvent(new InputEvent("input", { bubbles: true }));
});

// ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // a full or closed store: the page still works, only without drafts
  }
}

function fields(form) {
  const skipped = ["hidden", "file", "submit", "button"];
  return [...form.elements].filter((one) => one.name && !skipped.includes(one.type));
}

function typed(form) {
  return fields(form).map((one) =>
    ["checkbox", "radio"].includes(one.type) ? [one.name, one.value, one.checked] : [one.name, one.value],
  );
}

function restore(form, draft) {
  for (const [name, value, checked] of draft.typed) {
    const one = fields(form).find(
      (field) => field.name === name && (checked === undefined || field.value === value),
    );
    if (!one) continue;
    if (checked === undefined) one.value = value;
    else one.checked = checked;
  }
  form.elements.seen.value = draft.seen; // a save of what was seen then shows both texts if it has changed
  form.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function offer(form, key, draft) {
  const notice = form.querySelector("[data-kept]");
  notice.querySelector("[data-kept-at]").textContent = new Date(draft.at).toLocaleString(
    document.documentElement.lang,
    { dateStyle: "short", timeStyle: "short" },
  );
  notice.querySelector("[data-kept-older]").hidden = draft.seen === form.elements.seen.value;
  notice.hidden = false;
  notice.querySelector("[data-restore]").addEventListener("click", () => {
    restore(form, draft);
    notice.hidden = true;
  });
  notice.querySelector("[data-forget]").addEventListener("click", () => {
    localStorage.removeItem(key);
    notice.hidden = true;
  });
}

function keepDrafts(form) {
  const key = KEPT + form.dataset.draft;
  const draft = read(key);
  const keep = (sent) =>
    write(key, { at: Date.now(), seen: form.elements.seen.value, typed: typed(form), sent });
  if (form.dataset.returned) {
    keep(false); // it came back from the server unsaved: all of it is on the page
  } else if (draft && JSON.stringify(draft.typed) === JSON.stringify(typed(form))) {
    localStorage.removeItem(key);
  } else if (draft) {
    offer(form, key, draft);
  }
  let timer;
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(() => keep(false), WAIT);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    if (read(key) || timer) keep(true);
  });
}

// On the page of the version: what was sent and is now saved need not be kept. Its mark tells: it has changed.
function forgetSaved(prefix) {
  const marks = new Map(
    [...document.querySelectorAll("[data-thing]")].map((one) => [one.dataset.thing, one.dataset.mark]),
  );
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(KEPT + prefix)) continue;
    const thing = key.slice((KEPT + prefix).length);
    const draft = read(key);
    const saved = thing === "them-buoc" ? document.querySelector("#flash .good") : marks.get(thing) !== draft?.seen;
    if (!draft || (draft.sent && saved)) localStorage.removeItem(key);
  }
}

// somebody else's drafts are not this person's
function forgetOthers(person) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(KEPT) && !key.startsWith(`${KEPT}${person}:`)) localStorage.removeItem(key);
  }
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  forgetOthers(form.dataset.draft.split(":")[0]);
  keepDrafts(form);
}
for (const page of document.querySelectorAll("[data-drafts]")) {
  forgetOthers(page.dataset.drafts.split(":")[0]);
  forgetSaved(page.dataset.drafts);
}
