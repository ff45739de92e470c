// Names to be matched, by keyboard: a number chooses, R, S and Z answer, J and K go down and up.
// The keys work while a name (or something in the list) has the focus, so they take nothing from other tools.
"use strict";

(() => {
  const list = () => document.getElementById("name-list");
  const cards = () => [...list().querySelectorAll(".name-card")];
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  function move(by) {
    const all = cards();
    const here = all.indexOf(document.activeElement.closest(".name-card"));
    all[Math.min(Math.max(here + by, 0), all.length - 1)]?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const inside = event.target.closest?.("#name-list");
    if (!inside || typing(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      event.preventDefault();
      move(key === "j" ? 1 : -1);
      return;
    }
    if (!/^[1-9rsz]$/.test(key)) return;
    const card = event.target.closest(".name-card") ?? cards()[0];
    const pressed = (key === "z" ? list() : card)?.querySelector(`[data-key="${key}"]`);
    if (!pressed) return;
    event.preventDefault();
    if (!event.repeat) pressed.click();
  });

  const begin = () => {
    if (document.activeElement === document.body) cards()[0]?.focus({ preventScroll: true });
  };
  document.addEventListener("htmx:after:swap", begin);
  begin();
})();
