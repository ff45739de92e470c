// Guides that open without a network: registers the service worker, which keeps what was read.
//   data-keep="path path …"  button that keeps these pages as well   data-kept="words" what it says then
"use strict";

async function keepOffline() {
  await navigator.serviceWorker.register("/sw.js");
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: [location.pathname] }); // the first visit was before there was a worker
  for (const button of document.querySelectorAll("[data-keep]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      active.postMessage({ keep: button.dataset.keep.split(" ") });
      button.textContent = button.dataset.kept;
      button.disabled = true;
    });
  }
}

if ("serviceWorker" in navigator) {
  keepOffline().catch(() => {}); // a browser that may not keep anything still reads online
}
