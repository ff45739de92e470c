// What is typed into a question that nobody has got yet: it is there again after a reload, a page that died, or
// signing in anew. In this tab only, and for whoever typed it; once it opened a conversation (chat.js) it is gone.
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
  else if (kept?.text && [who, "guest"].includes(kept.who)) box.value = kept.text;
  if (kept) keep(kept);
  box.addEventListener("input", () => keep((kept = { text: box.value, who })));
  box.form.addEventListener("submit", (event) => {
    const opens = (new FormData(event.target).get("kind") ?? "stuck") === "stuck"; // another report opens none
    if (kept) keep(opens ? { ...kept, sent: true } : null);
  });
}
