// The tick list: a tick shows at once, is kept in this browser, and is sent until the server has it.
// Each tick says how it should be (present or not), so sending it again changes nothing.
"use strict";

(() => {
  const root = document.querySelector("[data-checkin]");
  if (!root) return;
  const key = `outreach-ticks:${root.dataset.checkin}`;
  const LONGEST = 15_000; // ms until an answer counts as lost
  const token = () => JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
  let sending = false;
  let pause = 2_000;
  let later = 0;

  // { "id of a person": "1" | "0" } in the order in which they were ticked
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  };
  const write = (ticks) => {
    if (Object.keys(ticks).length) localStorage.setItem(key, JSON.stringify(ticks));
    else localStorage.removeItem(key);
  };
  const say = (name, shown) => {
    root.querySelector(`[data-${name}]`).hidden = !shown;
  };

  function show(id, present) {
    const form = root.querySelector(`[data-tick="${CSS.escape(id)}"]`);
    if (!form) return;
    form.closest("li").classList.toggle("here", present === "1");
    form.querySelector("button").setAttribute("aria-pressed", String(present === "1"));
    form.elements.present.value = present === "1" ? "0" : "1";
  }

  function showUnsent() {
    const ticks = read();
    const number = Object.keys(ticks).length;
    for (const form of root.querySelectorAll("[data-tick]")) {
      form.closest("li").classList.toggle("unsent", form.dataset.tick in ticks);
    }
    root.querySelector("[data-count]").textContent = number;
    say("unsent", number > 0);
  }

  function done(id, present) {
    const ticks = read();
    if (ticks[id] === present) delete ticks[id]; // else it was ticked anew meanwhile
    write(ticks);
  }

  async function send(id, present) {
    const form = root.querySelector(`[data-tick="${CSS.escape(id)}"]`);
    if (!form) return done(id, present); // that person is not on this list any more
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams({ present }),
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      redirect: "manual",
      signal: AbortSignal.timeout(LONGEST),
    });
    if (answer.ok || answer.status === 409) {
      const said = await answer.json();
      root.querySelector("[data-people]").textContent = said.people;
      root.querySelector("[data-businesses]").textContent = said.businesses;
      if (said.refused) {
        show(id, present === "1" ? "0" : "1");
        root.querySelector("[data-refused]").textContent = said.refused;
      }
      say("refused", Boolean(said.refused));
    } else if (answer.status === 404) {
      form.closest("li").remove();
    } else {
      say("signed-out", answer.type === "opaqueredirect" || [400, 401, 403].includes(answer.status));
      throw new Error(`answer ${answer.status}`);
    }
    say("signed-out", false);
    done(id, present);
  }

  async function sendAll() {
    if (sending) return;
    sending = true;
    clearTimeout(later);
    try {
      for (let [first] = Object.entries(read()); first; [first] = Object.entries(read())) await send(...first);
      pause = 2_000;
    } catch {
      later = setTimeout(sendAll, pause);
      pause = Math.min(pause * 2, 30_000);
    }
    sending = false;
    showUnsent();
  }

  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-tick]")) return;
    event.preventDefault();
    const present = form.elements.present.value;
    write({ ...read(), [form.dataset.tick]: present });
    show(form.dataset.tick, present);
    showUnsent();
    sendAll();
  });

  addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", () => document.hidden || sendAll());
  for (const [id, present] of Object.entries(read())) show(id, present);
  showUnsent();
  sendAll();
})();
