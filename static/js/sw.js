// The service worker, served as /sw.js behind two lines that say BUILD (changes with any file) and SHELL (what
// every guide needs). Guides: from the network, else as kept. Files: as kept, else from the network. A page is
// kept only when the server says so (X-Offline: keep), which it never does for the board's own people.
"use strict";

const FILES = `files-${BUILD}`;
const PAGES = `pages-${BUILD}`;
const OFFLINE = "/ngoai-tuyen";
const MOST_PAGES = 150;
// Where somebody signs in or out: who comes next must not find what was kept for the one before.
const LEAVING = ["/dang-xuat", "/dang-nhap", "/loi-moi"];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(FILES)
      .then((cache) => cache.addAll([...SHELL, OFFLINE]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((n) => n !== FILES && n !== PAGES).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  const paths = (event.data?.keep ?? []).filter((path) => isGuide(new URL(path, location.origin)));
  event.waitUntil(Promise.all(paths.map((path) => fetch(path).then((answer) => keep(path, answer)).catch(() => {}))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && LEAVING.some((path) => url.pathname.startsWith(path))) {
    event.waitUntil(caches.delete(PAGES));
  } else if (request.method !== "GET" || request.headers.has("HX-Request")) {
    return; // parts of pages and deeds are between the page and the server
  } else if (isFile(url)) {
    event.respondWith(file(request));
  } else if (request.mode === "navigate") {
    event.respondWith(page(event, url));
  }
});

const isGuide = (url) => url.origin === location.origin && /^\/huong-dan(\/|$)/.test(url.pathname);
const isFile = (url) => url.pathname.startsWith("/static/") || url.pathname.startsWith("/huong-dan/anh/");

async function file(request) {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200) cache.put(request, answer.clone());
  return answer;
}

async function page(event, url) {
  try {
    const answer = await fetch(event.request);
    if (isGuide(url) && !url.search) event.waitUntil(keep(url.pathname, answer.clone()));
    return answer;
  } catch (fault) {
    const kept = isGuide(url) && (await (await caches.open(PAGES)).match(url.pathname));
    return kept || (await (await caches.open(FILES)).match(OFFLINE)) || Response.error();
  }
}

async function keep(path, answer) {
  if (answer.status !== 200 || answer.redirected || answer.headers.get("X-Offline") !== "keep") return;
  const cache = await caches.open(PAGES);
  await cache.put(path, answer);
  const paths = await cache.keys();
  await Promise.all(paths.slice(0, Math.max(0, paths.length - MOST_PAGES)).map((one) => cache.delete(one)));
}
