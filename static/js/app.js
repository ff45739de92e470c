// Behaviour of pages, by data-* attributes; everything works without it, only less smoothly.
//   data-reveal="id" data-hide   button that shows a password        data-date      field that writes dd/mm/yyyy
//   data-confirm="question"      asked before a form is sent         data-progress  form with a bar while it uploads
//   data-dismiss                 button that closes its notice       data-focus     takes the focus once
//   data-copy="text" data-done   button that copies                  data-print     button that prints
//   data-find="#list"            field that hides what does not match in the list
//   data-sign-out                form after which nothing typed stays here
//   data-menu                    details that close when the reader goes elsewhere
"use strict";

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

const deeds = {
  "[data-reveal]"(button) {
    const input = document.getElementById(button.dataset.reveal);
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    [button.textContent, button.dataset.hide] = [button.dataset.hide, button.textContent];
  },
  "[data-dismiss]"(button) {
    button.closest(".notice").remove();
  },
  "[data-print]"() {
    window.print();
  },
  async "[data-copy]"(button) {
    await navigator.clipboard.writeText(button.dataset.copy);
    if (button.dataset.done) button.textContent = button.dataset.done;
  },
};

document.addEventListener("click", (event) => {
  for (const [selector, deed] of Object.entries(deeds)) {
    const element = event.target.closest(selector);
    if (element) deed(element);
  }
  for (const menu of document.querySelectorAll("details[data-menu].user[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// ── typing ──

// the slashes come by themselves while digits are typed at the end; leaving the field writes 5/3/2024 as 05/03/2024
function writeSlashes(input) {
  if (input.selectionStart !== input.value.length) return;
  input.value = input.value.replace(/^(\d\d|\d\d\/\d\d)$/, "$1/").replace("//", "/");
}

function writeDate(input) {
  const parts = input.value.trim().match(/^(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})$|^(\d\d)(\d\d)(\d{4})$/);
  if (!parts) return;
  const [day, month, year] = parts.slice(1).filter(Boolean);
  input.value = [day.padStart(2, "0"), month.padStart(2, "0"), year].join("/");
}

function find(input) {
  const wanted = fold(input.value).split(/\s+/);
  for (const row of document.querySelector(input.dataset.find).children) {
    const text = fold(row.textContent);
    row.hidden = !wanted.every((word) => text.includes(word));
  }
}

document.addEventListener("input", (event) => {
  const input = event.target;
  if (input.matches("[data-date]") && !event.inputType?.startsWith("delete")) writeSlashes(input);
  if (input.matches("[data-find]")) find(input);
});

// what authors typed and did not save stays in no browser that somebody else may use next (editor.js)
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith("outreach-draft:")) localStorage.removeItem(key);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-date]")) writeDate(event.target);
});

// ── sending ──

const stencils = document.createElement("div");
fetch(document.body.dataset.stencils)
  .then((answer) => answer.text())
  .then((html) => (stencils.innerHTML = html))
  .catch(() => {});

function stencil(id) {
  return stencils.querySelector("#" + id)?.content.firstElementChild.cloneNode(true);
}

// capturing, so that the question comes before htmx sees the form
document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    const words = submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!words || form.dataset.confirmed) return;
    const dialog = stencil("question");
    if (!dialog && confirm(words)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!dialog) return;
    dialog.querySelector("h2").textContent = words;
    if (submitter?.matches(".danger")) dialog.querySelector("[value=yes]").classList.add("danger");
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
      delete form.dataset.confirmed;
    });
    document.body.append(dialog);
    dialog.showModal();
  },
  true,
);

function toast(message) {
  const notice = stencil("toast");
  if (!notice) return;
  if (message) notice.querySelector("div").replaceChildren(...message.childNodes);
  document.getElementById("toasts").replaceChildren(notice);
}

document.addEventListener("htmx:response:error", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status === 422 || ctx.response.status === 401) return;
  const page = new DOMParser().parseFromString(ctx.text, "text/html");
  toast(page.querySelector("[data-message]"));
});
document.addEventListener("htmx:error", (event) => event.detail.ctx && toast());

// fetch tells nothing about an upload's progress, so these forms are sent by XMLHttpRequest
function upload(bar, url, request) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open(request.method, url);
    for (const [name, value] of Object.entries(request.headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = (event) => {
      bar.max = event.total;
      bar.value = event.loaded;
      if (event.loaded === event.total) bar.removeAttribute("value");
    };
    xhr.onload = () => {
      const headers = new Headers(
        xhr
          .getAllResponseHeaders()
          .trim()
          .split(/\r?\n/)
          .map((line) => line.split(/:\s*(.*)/, 2)),
      );
      const body = [204, 304].includes(xhr.status) ? null : xhr.responseText;
      resolve(new Response(body, { status: xhr.status, headers }));
    };
    xhr.onerror = () => reject(new TypeError("upload failed"));
    xhr.send(request.body);
  });
}

document.addEventListener("htmx:before:request", (event) => {
  const form = event.target.closest?.("form[data-progress]");
  if (!form) return;
  const bar = form.querySelector("progress") ?? form.appendChild(document.createElement("progress"));
  bar.hidden = false;
  bar.ariaLabel = form.dataset.progress;
  clearTimeout(event.detail.ctx.requestTimeout); // a slow line may need longer than htmx waits
  event.detail.ctx.fetch = (url, request) => upload(bar, url, request).finally(() => (bar.hidden = true));
});

// ── whenever something new is on the page ──

// a table that needs no scrolling gets headings that stay in sight
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    target.classList.remove("fits");
    target.classList.toggle("fits", target.scrollWidth <= target.clientWidth);
  }
});

function settle(root) {
  root.querySelectorAll(".table-scroll").forEach((box) => widths.observe(box));
  const first = root.querySelector("[data-focus]");
  first?.focus();
  first?.removeAttribute("data-focus");
}

document.addEventListener("htmx:after:swap", () => settle(document));
settle(document);

// on a phone a row of tabs is longer than the screen
for (const here of document.querySelectorAll(".tabs [aria-current]")) {
  const row = here.closest(".tabs");
  row.scrollLeft += here.getBoundingClientRect().left - row.getBoundingClientRect().left - 24;
}
