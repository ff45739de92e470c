// The clerk's desk by keyboard. Nothing here is needed to work: every key presses a button or opens a link that
// is on the page (`data-key`), moves the choice in the list (J, K), or puts the cursor somewhere.
"use strict";

(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const desk = $(".desk");
  if (!desk) return;
  const REFRESH = 15000; // milliseconds; a stream's news comes sooner
  const TOGETHER = 100; // several news of one deed read the list once
  const OFF = "outreach-desk-keys-off"; // for people whose speech or other means would press keys by accident
  const writing = (target) => target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll(".desk-rows [data-row]")];
  let coming = null;
  const reload = () => {
    clearTimeout(coming);
    coming = setTimeout(() => {
      const list = $("#desk-list");
      if (list && !list.contains(document.activeElement?.closest("form") ?? null)) htmx.trigger(list, "reload");
    }, TOGETHER);
  };
  const off = () => {
    try {
      return Boolean(localStorage.getItem(OFF));
    } catch {
      return false; // not allowed to remember
    }
  };
  let chosen = null; // the address of the row that J and K have come to
  let left = null; // what of the list had the focus, and whether its filters were open, before it is read anew

  const choose = (step) => {
    const all = rows();
    if (!all.length) return;
    const here = all.findIndex((row) => row.href === chosen || (!chosen && row.closest("[aria-current]")));
    const next = all[Math.max(0, Math.min(all.length - 1, here + step))];
    chosen = next.href;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };

  // the list is read anew while somebody is in it: their place stays
  const leave = () => {
    const list = $("#desk-list");
    const here = document.activeElement;
    left = list && {
      link: list.contains(here) ? here.href : null,
      summary: list.contains(here) && here.matches("summary"),
      filters: $("details", list).open,
    };
  };
  const stay = () => {
    const list = $("#desk-list");
    if (!left || !list) return;
    if (left.filters) $("details", list).open = true;
    if (document.activeElement === document.body) {
      const link = left.link && [...list.querySelectorAll("a")].find((one) => one.href === left.link);
      (left.summary ? $("summary", list) : link)?.focus({ preventScroll: true });
    }
    left = null;
  };

  const showOpen = () => {
    const key = $("#desk-open")?.dataset.conversation;
    desk.classList.toggle("opened", Boolean(key));
    for (const row of rows()) {
      row.closest("li").toggleAttribute("aria-current", Boolean(key) && row.pathname.endsWith(`/${key}`));
    }
  };

  const insert = (pick) => {
    const { insert: text, savedReply } = pick.dataset;
    document.dispatchEvent(new CustomEvent("chat:insert", { detail: { text, savedReply } }));
    const replies = $("#pick-replies");
    if (replies?.contains(pick)) replies.open = false;
  };

  const KEYS = {
    j: () => choose(1),
    k: () => choose(-1),
    r: () => $("#composer-text")?.focus(),
    b: () => $("#step-choice [data-insert]")?.click(),
    "?": () => $("#desk-keys").showModal(),
    n: () => {
      const note = $("#composer [name=note]");
      if (!note) return;
      note.checked = !note.checked;
      $("#composer-text").focus();
    },
    "/": () => {
      const box = $("#desk-list #q");
      if (!box) return;
      box.closest("details").open = true;
      box.focus();
    },
  };

  document.addEventListener("keydown", (event) => {
    // a Vietnamese input method is at work (229 where isComposing comes too late), or a key of the browser's own
    if (event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
    if (event.key === "Escape" && writing(event.target)) {
      event.target.blur();
      return;
    }
    const replies = event.target.closest?.("#pick-replies");
    if (/^[1-9]$/.test(event.key) && ($("#pick-replies")?.open && (!writing(event.target) || (replies && !event.target.value)))) {
      const pick = $(`#reply-choice [data-key="${event.key}"]`);
      if (pick) {
        event.preventDefault();
        insert(pick);
      }
      return;
    }
    if (writing(event.target) || off()) return;
    const key = event.key.toLowerCase();
    const named = CSS.escape(key);
    const field = $(`[data-focus-key="${named}"]`);
    const toggled = $(`[data-toggle-key="${named}"]`);
    const pressed = $(`[data-key="${named}"]`);
    const deed = KEYS[key] ?? KEYS[event.key];
    if (!deed && !field && !toggled && !pressed) return;
    event.preventDefault();
    if (deed) deed();
    else if (toggled) {
      toggled.open = !toggled.open;
      if (toggled.open) $("input[type=search]", toggled)?.focus();
    } else if (field) {
      field.closest("details").open = true;
      field.focus();
    } else pressed.click();
  });

  document.addEventListener("click", (event) => {
    const pick = event.target.closest(".desk-helps [data-insert]");
    const opener = event.target.closest("[data-open]");
    if (pick) insert(pick);
    event.target.closest("dialog [data-close]")?.closest("dialog").close();
    if (event.target.closest("[data-shows]")) $("#desk-keys").showModal();
    const details = opener && document.getElementById(opener.dataset.open);
    if (details?.matches("details")) {
      event.preventDefault();
      details.open = !details.open;
      if (!details.open) return;
      details.scrollIntoView({ block: "nearest" });
      $("summary", details).focus({ preventScroll: true });
    }
  });

  // the step that fits what is being written
  let asking = null;
  document.addEventListener("input", (event) => {
    if (event.target.id !== "composer-text") return;
    clearTimeout(asking);
    asking = setTimeout(async () => {
      const helps = $(".desk-helps");
      const text = event.target.value.trim();
      if (!helps || text.length < 8) return;
      const body = new FormData();
      body.set("csrf_token", $("#composer [name=csrf_token]").value);
      body.set("conversation", $("#desk-open").dataset.conversation);
      body.set("text", text);
      const answer = await fetch(helps.dataset.steps, {
        method: "POST", body, headers: { "HX-Request": "true", "HX-Request-Type": "partial" },
      }).catch(() => null);
      if (!answer?.ok) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("step-choice");
      if (part) $("#step-choice").replaceWith(part);
    }, 600);
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-off]")) return;
    if (event.target.checked) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  });
  $("[data-keys-off]").checked = off();
  $("[data-shows]").hidden = false;

  // what goes was styled by the browser (a box pulled larger) or its extensions; htmx would write that on what
  // comes under the same id, which our policy forbids
  const unstyle = ({ target }) => {
    if (target instanceof Element) target.querySelectorAll("[id][style]").forEach((old) => old.removeAttribute("style"));
  };
  // while the list is being pressed it stays as it is: the press would end on a row that is no more
  let pressed = false;
  let kept = false;
  document.addEventListener("pointerdown", (event) => { pressed = Boolean(event.target.closest?.("#desk-list")); });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      pressed = false;
      if (kept) reload();
      kept = false;
    });
  }
  document.addEventListener("htmx:before:swap", (event) => {
    if (pressed && event.detail.tasks?.some(({ target }) => target instanceof Element && target.id === "desk-list")) {
      event.preventDefault();
      kept = true;
      return;
    }
    leave();
    event.detail.tasks?.forEach(unstyle);
  });
  document.addEventListener("htmx:after:swap", () => {
    showOpen();
    stay();
  });
  for (const news of ["chat:sent", "chat:taken", "desk:wake"]) document.addEventListener(news, reload);
  setInterval(() => document.hidden || reload(), REFRESH);
  showOpen();
})();
