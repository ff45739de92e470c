// Ctrl+Enter in a field of several lines sends its form: whoever works by keyboard need not look for the button.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || event.defaultPrevented) return;
  if (!event.target.matches("textarea")) return;
  event.preventDefault();
  event.target.form?.requestSubmit();
});
