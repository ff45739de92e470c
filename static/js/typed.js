// What is typed into a question that nobody has got yet: it is there again after a reload, a page that died, or
// signing in anew. In this tab only, and for whoever typed it.
//   textarea[data-typed="who"]   who writes: a person's id, or "guest"
"use strict";

for (const box of document.querySelectorAll("textarea[data-typed]")) {
  const key = `outreach-typed:${location.pathname}`;
  const who = box.dataset.typed;
  const keep = (entry) => {
    try {
      sessionStorage.setItem(key, JSON.stringify(entry));
    } catch {
      // no room, or not allowed: the page works without
    }
  };
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(key));
  } catch {
    // the same
  }
  if (box.value) kept = { text: box.value, who: kept?.text === box.value ? kept.who : who }; // it came back refused
  else if (kept?.text && !kept.sent && [who, "guest"].includes(kept.who)) box.value = kept.text;
  if (kept) keep(kept);
  box.addEventListener("input", () => keep((kept = { text: box.value, who })));
  box.form.addEventListener("submit", () => kept && keep((kept = { ...kept, sent: true })));
  // back from a page that said there is no network: it was not sent after all
  addEventListener("pageshow", ({ persisted }) => persisted && kept && keep((kept = { text: box.value, who })));
}
