// A conversation in the browser: bubbles at once, sent until stored or refused, drafts that are not lost.
// It looks at the server's parts only; without it every form works by itself.
//   form[data-chat]   templates/helpdesk/composer.html; beside it .scroller with #messages
// Who wants to work with it (streams, the clerk's desk) sends events to the document:
//   chat:wake     something happened: look for what is new
//   chat:live     detail true while a stream is open: no polling
//   chat:insert   detail {text, savedReply}: put words into the box
// and hears: chat:taken (messages came in; detail {last}), chat:sent (one of ours is stored)
"use strict";

(() => {
  const PART = { "HX-Request": "true", "HX-Request-Type": "partial" };
  const POLL = 4000; // milliseconds
  const LARGEST = 10 * 1024 * 1024; // bytes of a file, as files/taking.py
  const LONGEST_SIDE = 1600; // pixels that the server keeps of a picture; a phone's photo of 12 MB has four times as many
  const SHRUNK_ABOVE = 400 * 1024; // bytes
  const LOW = 480; // pixels: less is a phone whose keyboard is out
  const LONG_AWAY = 9 * 60 * 1000; // then the page is read anew (queries/threads.py: JUST_NOW)
  const stored = (store, key, value) => {
    try {
      if (value === undefined) return store.getItem(key);
      if (value) store.setItem(key, value);
      else store.removeItem(key);
    } catch {
      // no room, or not allowed: the page works without
    }
    return null;
  };
  const newId = () =>
    crypto.randomUUID?.() ??
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const element = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text ?? "" });

  class Chat {
    constructor(form) {
      this.form = form;
      this.box = form.elements.text;
      this.room = form.closest(".chat");
      this.scroller = this.room.querySelector(".scroller");
      this.newer = this.room.querySelector("[data-newer]");
      const { key, who } = form.dataset;
      this.queueKey = `outreach-draft:sending:${key}:${who}:`; // each message by itself: other tabs write theirs
      this.draftKey = `outreach-draft:chat:${key}:${who}`;
      this.filesKey = `outreach-files:${key}:${who}`;
      this.queue = this.keptQueue();
      this.marked = { received: 0, seen: 0 };
      this.uploads = new Map();
      this.gone = new AbortController();
      this.lookedAt = Date.now();
      this.listen();
      this.restore();
      this.fit();
      this.settle();
      this.flush();
      this.poll();
    }

    get messages() {
      return this.scroller.querySelector("#messages");
    }

    get last() {
      return Number(this.messages.dataset.last);
    }

    stop() {
      this.gone.abort();
      clearTimeout(this.polling);
      clearTimeout(this.retrying);
    }

    listen() {
      const { form, box } = this;
      const on = (target, name, deed) => target.addEventListener(name, deed, { signal: this.gone.signal });
      on(form, "submit", (event) => {
        event.preventDefault();
        this.say();
      });
      on(box, "keydown", (event) => this.key(event));
      on(box, "input", () => this.keepDraft());
      on(form, "click", (event) => {
        const quick = event.target.closest("[data-quick]");
        if (quick) {
          event.preventDefault();
          this.insert(quick.value);
        }
        if (event.target.closest("[data-unquote]")) {
          event.preventDefault();
          this.quote(null);
        }
      });
      on(form.elements.upload, "change", () => {
        this.refuse("");
        for (const file of form.elements.upload.files) this.upload(file);
        form.elements.upload.value = "";
      });
      on(box, "paste", (event) => this.take(event, event.clipboardData));
      on(this.room, "dragover", (event) => event.preventDefault());
      on(this.room, "drop", (event) => this.take(event, event.dataTransfer));
      on(this.scroller, "click", (event) => this.click(event));
      on(this.scroller, "submit", (event) => this.takeBack(event));
      on(this.scroller, "scroll", () => this.atEnd() && this.mark());
      on(this.newer, "click", () => this.toEnd());
      on(document, "chat:wake", () => this.look());
      on(document, "chat:live", (event) => (this.live = event.detail));
      on(document, "chat:insert", ({ detail }) => this.insert(detail.text, detail.savedReply));
      on(document, "visibilitychange", () => this.awake());
      on(window, "focus", () => this.awake());
      on(window, "online", () => this.awake());
      on(window, "pagehide", () => this.saveDraft());
      on(window, "resize", () => this.fit());
      if (window.visualViewport) on(visualViewport, "resize", () => this.fit());
      on(form, "focusin", () => this.fit());
      on(form, "focusout", () => setTimeout(() => this.fit(), 200)); // after the click that took the focus away
      on(form, "mousedown", (event) => {
        // the keyboard stays out for the next message
        if (event.target.closest("[type=submit]") && document.activeElement === box) event.preventDefault();
      });
    }

    awake() {
      if (document.hidden) return;
      this.mark();
      this.flush();
      this.look();
    }

    // as high as the screen has room for; above a phone's keyboard the conversation is all there is to see
    fit() {
      const { room } = this;
      const height = window.visualViewport?.height ?? innerHeight;
      const low = this.form.contains(document.activeElement) && height < LOW;
      room.classList.toggle("low", low);
      if (low) {
        room.style.setProperty("--chat-room", `${Math.round(height)}px`);
        scrollBy(0, room.getBoundingClientRect().top); // scrollIntoView leaves room for what the page keeps at its top
      } else {
        const above = Math.round(room.getBoundingClientRect().top + scrollY);
        if (above < innerHeight / 2) room.style.setProperty("--chat-above", `${above}px`);
      }
    }

    // ── writing ──

    key(event) {
      if (event.isComposing || event.keyCode === 229) return; // Vietnamese input methods finish a word with Enter
      if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey) {
        event.preventDefault();
        this.say();
      } else if (event.key === "ArrowUp" && !this.box.value) {
        event.preventDefault();
        this.quoteBefore();
      } else if (event.key === "Escape" && this.form.elements.quoted.value) {
        event.stopPropagation();
        this.quote(null);
      }
    }

    insert(text, savedReply) {
      const { box } = this;
      const gap = box.value && !/\s$/.test(box.value.slice(0, box.selectionStart)) ? "\n" : "";
      box.setRangeText(gap + text, box.selectionStart, box.selectionEnd, "end");
      if (savedReply && this.form.elements.saved_reply) this.form.elements.saved_reply.value = savedReply;
      box.focus();
      this.keepDraft();
    }

    quote(bubble) {
      const shown = this.form.querySelector(".quoting");
      this.form.elements.quoted.value = bubble?.dataset.key ?? "";
      shown.hidden = !bubble;
      if (!bubble) return;
      shown.querySelector("b").textContent = bubble.querySelector(".by, .sr-only")?.textContent ?? "";
      shown.querySelector("span").textContent = bubble.querySelector(".words, .files")?.textContent.trim() ?? "";
      this.box.focus();
    }

    quoteBefore() {
      const all = [...this.messages.querySelectorAll(".bubble[data-key]")];
      const now = all.findIndex((one) => one.dataset.key === this.form.elements.quoted.value);
      const others = all.slice(0, now < 0 ? undefined : now).filter((one) => now >= 0 || !one.matches(".own"));
      if (others.length) this.quote(others.at(-1));
    }

    keepDraft() {
      stored(localStorage, this.draftKey, this.box.value);
      clearTimeout(this.drafting);
      this.drafting = setTimeout(() => this.saveDraft(), 1500);
    }

    saveDraft() {
      clearTimeout(this.drafting);
      const { draft } = this.form.dataset;
      if (!draft || this.box.value === this.savedDraft) return;
      this.savedDraft = this.box.value;
      this.post(draft, { text: this.box.value }, { keepalive: true }).catch(() => (this.savedDraft = null));
    }

    restore() {
      const draft = stored(localStorage, this.draftKey);
      if (draft && !this.box.value) this.box.value = draft;
      this.savedDraft = this.box.value;
      // a phone that opens its camera may have let go of the page meanwhile
      for (const { key: file, name } of JSON.parse(stored(sessionStorage, this.filesKey) ?? "[]")) this.chip(newId(), name, file);
    }

    // ── sending ──

    say() {
      if ([...this.uploads.values()].some((one) => !one.key)) {
        this.sayAfterwards = true;
        return;
      }
      const { elements } = this.form;
      const files = [...this.uploads.values()];
      const text = this.box.value.trim();
      if (!text && !files.length) return;
      if ([...text.normalize("NFC")].length > Number(this.form.dataset.longest)) return this.refuse(this.form.dataset.wordsTooLong);
      const item = {
        client_id: newId(),
        at: Date.now(),
        text,
        quoted: elements.quoted.value,
        files: files.map((one) => one.key).join(","),
        names: files.map((one) => one.name),
        note: elements.note?.checked ? "1" : "",
        saved_reply: elements.saved_reply?.value ?? "",
      };
      this.queue.push(item);
      stored(localStorage, this.queueKey + item.client_id, JSON.stringify(item));
      this.box.value = "";
      if (elements.note) elements.note.checked = false;
      if (elements.saved_reply) elements.saved_reply.value = "";
      this.quote(null);
      this.uploads.clear();
      this.keepFiles();
      this.form.querySelector(".sending-files").replaceChildren();
      this.form.querySelector(".quick")?.remove();
      this.refuse("");
      stored(localStorage, this.draftKey, "");
      clearTimeout(this.drafting);
      this.savedDraft = "";
      this.draw(item);
      this.fit();
      this.toEnd();
      this.flush();
    }

    draw(item) {
      const bubble = element("article", `bubble own waiting${item.note ? " note" : ""}`);
      bubble.dataset.client = item.client_id;
      for (const name of item.names) bubble.append(element("p", "file", name));
      if (item.text) bubble.append(element("span", "words kept-lines", item.text));
      this.messages.append(bubble);
      this.tellDelivery();
    }

    // what was said and is not stored yet, also in a tab that was closed without a network
    keptQueue() {
      try {
        const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.queueKey));
        return keys.map((key) => JSON.parse(localStorage.getItem(key))).sort((one, other) => one.at - other.at);
      } catch {
        return [];
      }
    }

    stored(clientId) {
      this.queue = this.queue.filter((one) => one.client_id !== clientId);
      stored(localStorage, this.queueKey + clientId, "");
    }

    async flush() {
      if (this.sending || !this.queue.length) return;
      this.sending = true;
      clearTimeout(this.retrying);
      let tries = 0;
      while (this.queue.length && !this.gone.signal.aborted) {
        const item = this.queue[0];
        const done = await this.trySending(item).catch(() => null);
        if (done) {
          tries = 0;
          this.stored(item.client_id);
          if (done === "stored" && this.signedOut) this.refuse("");
          continue;
        }
        const wait = Math.min(30000, 1000 * 2 ** tries++) * (0.75 + Math.random() / 2);
        await new Promise((resume) => {
          this.retrying = setTimeout(resume, wait);
          this.resume = resume;
          addEventListener("online", resume, { once: true });
        });
      }
      this.sending = false;
    }

    // "stored", or true when it was refused for good or went elsewhere
    async trySending(item) {
      const { names, at, ...values } = item;
      const answer = await this.post(this.form.action, { ...values, seen: this.last });
      if (answer.status === 200) {
        this.takeIn(await answer.text());
        if (!item.note) document.querySelector("[data-closed]")?.remove(); // writing opens it again
        document.dispatchEvent(new CustomEvent("chat:sent", { detail: { client: item.client_id } }));
        return "stored";
      }
      const elsewhere = answer.headers.get("HX-Redirect"); // it was merged with another one meanwhile
      if (answer.ok && elsewhere) {
        this.stored(item.client_id);
        location.href = elsewhere;
        return true;
      }
      if (answer.status === 422 || answer.status === 413 || answer.status === 404) {
        this.giveBack(item, await answer.text());
        return true;
      }
      if (answer.status === 400) await this.renewToken();
      if (answer.status === 401) this.refuse(this.form.dataset.wordsSignedOut, { signedOut: true });
      return false;
    }

    giveBack(item, html) {
      this.messages.querySelector(`.waiting[data-client="${item.client_id}"]`)?.remove();
      this.box.value = [item.text, this.box.value].filter(Boolean).join("\n");
      this.keepDraft();
      if (!this.form.elements.quoted.value) this.quote(this.messages.querySelector(`.bubble[data-key="${item.quoted}"]`));
      item.files.split(",").forEach((file, at) => file && this.chip(newId(), item.names[at], file));
      this.refuse(html);
      this.tellDelivery();
    }

    // words of ours, or a page that says why; `of`: the file that it is about
    refuse(html, { of, signedOut = false } = {}) {
      const shown = this.form.querySelector("[data-refusal]");
      const page = new DOMParser().parseFromString(html, "text/html");
      const words = (page.querySelector("[data-message]") ?? page.body).textContent.trim();
      this.signedOut = signedOut;
      shown.hidden = !html;
      shown.querySelector("span").textContent = of ? `${of}: ${words}` : words;
      shown.querySelector("a").hidden = !signedOut;
    }

    async renewToken() {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      const token = page.querySelector("[name=csrf_token]")?.value;
      if (token) this.form.elements.csrf_token.value = token;
    }

    post(url, values, more = {}) {
      const body = new FormData();
      body.set("csrf_token", this.form.elements.csrf_token.value);
      for (const [name, value] of Object.entries(values)) body.set(name, value);
      return fetch(url, { method: "POST", headers: PART, body, signal: AbortSignal.timeout?.(20000), ...more });
    }

    // ── files ──

    take(event, data) {
      if (!data?.files.length) return;
      event.preventDefault();
      this.refuse("");
      for (const file of data.files) this.upload(file);
    }

    // one that is sent with the next message; `file`: its key, once it is stored
    chip(id, name, file) {
      const row = element("li");
      const cancel = Object.assign(element("button"), { type: "button" });
      cancel.append(this.form.querySelector("[data-unquote] svg").cloneNode(true));
      cancel.ariaLabel = this.form.dataset.wordsCancel;
      row.append(element("span", "", name), cancel);
      this.form.querySelector(".sending-files").append(row);
      this.uploads.set(id, { name, key: file, row });
      cancel.addEventListener("click", () => this.drop(id));
      if (file) this.keepFiles();
      return row;
    }

    drop(id, why) {
      const { name, row, sent } = this.uploads.get(id) ?? {};
      if (!row) return;
      sent?.abort();
      row.remove();
      this.uploads.delete(id);
      this.keepFiles();
      if (why) {
        this.sayAfterwards = false;
        this.refuse(why, { of: name });
      } else this.goOn();
    }

    keepFiles() {
      const known = [...this.uploads.values()].filter((one) => one.key).map(({ key, name }) => ({ key, name }));
      stored(sessionStorage, this.filesKey, known.length ? JSON.stringify(known) : "");
    }

    // somebody pressed "send" while a file was on its way
    goOn() {
      if (!this.sayAfterwards) return;
      this.sayAfterwards = false;
      this.say();
    }

    // a slow line carries what the server would keep, no more; also a HEIC that this browser can read
    async shrunk(file) {
      if (!/^image\//.test(file.type) || (file.size < SHRUNK_ABOVE && /png|jpeg|webp/.test(file.type))) return file;
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      const canvas = element("canvas");
      [canvas.width, canvas.height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const kind = file.type === "image/png" ? "image/webp" : "image/jpeg"; // what is clear stays so
      const small = await new Promise((resume) => canvas.toBlob(resume, kind, 0.85));
      return small && small.size < file.size ? new File([small], file.name, { type: small.type }) : file;
    }

    async upload(file) {
      const id = newId();
      const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0, ariaLabel: file.name });
      this.chip(id, file.name).querySelector("span").after(bar);
      const smaller = await this.shrunk(file).catch(() => file);
      const one = this.uploads.get(id);
      if (!one) return; // dropped meanwhile
      if (smaller.size > LARGEST) return this.drop(id, this.form.dataset.wordsTooLarge);
      const sent = (one.sent = new XMLHttpRequest()); // fetch tells nothing of an upload's progress
      sent.upload.onprogress = ({ loaded, total }) => (bar.value = loaded / total);
      sent.onload = () => {
        if (sent.status === 401) {
          this.drop(id, this.form.dataset.wordsNotSent);
          return this.refuse(this.form.dataset.wordsSignedOut, { signedOut: true });
        }
        if (sent.status !== 200) return this.drop(id, sent.responseText);
        bar.remove();
        one.key = JSON.parse(sent.responseText).key;
        this.keepFiles();
        this.goOn();
      };
      sent.onerror = () => this.drop(id, this.form.dataset.wordsNotSent);
      sent.open("POST", this.form.dataset.upload);
      for (const [name, value] of Object.entries(PART)) sent.setRequestHeader(name, value);
      const body = new FormData();
      body.set("csrf_token", this.form.elements.csrf_token.value);
      body.set("client_id", id);
      body.set("upload", smaller);
      sent.send(body);
    }

    // ── reading ──

    poll() {
      this.polling = setTimeout(async () => {
        if (!this.live && !document.hidden) await this.look();
        this.poll();
      }, POLL);
    }

    async look() {
      if (this.looking) return void (this.lookAgain = true);
      this.looking = true;
      try {
        if (Date.now() - this.lookedAt > LONG_AWAY) htmx.trigger(this.messages, "reload");
        const { last, received, seen } = this.messages.dataset;
        const url = new URL(this.form.dataset.messages, location.href);
        url.search += `${url.search ? "&" : "?"}after=${last}&marks=${received}-${seen}&poll=1`;
        const answer = await fetch(url, { headers: PART, signal: AbortSignal.timeout?.(20000) });
        if (answer.status === 200) this.takeIn(await answer.text());
        if (answer.ok) this.lookedAt = Date.now();
      } catch {
        // the next look will tell
      }
      this.looking = false;
      if (this.lookAgain) {
        this.lookAgain = false;
        this.look();
      }
    }

    takeIn(html) {
      const news = new DOMParser().parseFromString(html, "text/html").getElementById("messages");
      if (!news) return;
      const wasAtEnd = this.atEnd();
      let others = false;
      let elsewhere = false;
      for (const one of [...news.children]) {
        if (one.matches(".delivery, .older")) continue;
        if (one.matches(".day")) {
          if ([...this.messages.querySelectorAll(".day")].at(-1)?.dataset.day !== one.dataset.day) this.append(one);
          continue;
        }
        const mine = one.dataset.client && this.messages.querySelector(`.waiting[data-client="${one.dataset.client}"]`);
        const known = document.getElementById(one.id);
        mine?.remove();
        if (mine) this.stored(one.dataset.client);
        if (known) known.replaceWith(one);
        else {
          this.append(one);
          if (["merged", "split"].includes(one.dataset.event)) elsewhere = true; // older ones came or went
          others ||= !mine && !one.matches(".own");
        }
      }
      const { dataset } = this.messages;
      for (const name of ["last", "received", "seen"]) {
        dataset[name] = Math.max(Number(dataset[name]), Number(news.dataset[name]));
      }
      htmx.process(this.messages);
      this.settle();
      if (wasAtEnd) this.toEnd();
      else if (others) this.newer.hidden = false;
      if (elsewhere) htmx.trigger(this.messages, "reload");
      document.dispatchEvent(new CustomEvent("chat:taken", { detail: { last: this.last } }));
    }

    append(one) {
      const waiting = this.messages.querySelector(".waiting");
      if (waiting) waiting.before(one);
      else this.messages.append(one);
    }

    settle() {
      for (const item of this.queue) {
        if (!this.messages.querySelector(`[data-client="${item.client_id}"]`)) this.draw(item);
      }
      this.tellDelivery();
      this.mark();
    }

    tellDelivery() {
      const { messages } = this;
      const words = messages.dataset;
      messages.querySelectorAll(".delivery").forEach((one) => one.remove());
      const own = [...messages.querySelectorAll(".bubble.own:not(.note)")].at(-1);
      if (!own || own.querySelector(".gone")) return;
      const id = Number(own.dataset.id);
      const state = own.matches(".waiting")
        ? words.wordsSending
        : (own.dataset.delivery ??
          (Number(words.seen) >= id ? words.wordsSeen : Number(words.received) >= id ? words.wordsReceived : words.wordsSent));
      own.after(element("p", "delivery", state));
    }

    mark() {
      const looks = !document.hidden && document.hasFocus() && this.atEnd();
      if (looks) this.newer.hidden = true;
      const to = this.last;
      const { marked } = this;
      if (marked.seen >= to || (!looks && marked.received >= to)) return;
      marked.received = to;
      if (looks) marked.seen = to;
      this.post(this.form.dataset.mark, looks ? { seen: to } : { received: to }).catch(() => {
        this.marked = { received: 0, seen: 0 };
      });
    }

    atEnd() {
      return Math.abs(this.scroller.scrollTop) < 48;
    }

    toEnd() {
      this.scroller.scrollTop = 0;
      this.newer.hidden = true;
    }

    // its question is asked first: app.js sends the form once more when the answer is yes
    async takeBack(event) {
      if (!event.target.matches("[data-take-back]") || event.defaultPrevented) return;
      event.preventDefault();
      const answer = await this.post(event.target.action, {}).catch(() => null);
      if (answer?.ok) this.takeIn(await answer.text());
      else this.refuse(answer ? await answer.text() : this.form.dataset.wordsOffline);
    }

    async click(event) {
      const quote = event.target.closest("[data-quote]");
      const older = event.target.closest("[data-older]");
      if (quote) {
        event.preventDefault();
        this.quote(quote.closest(".bubble"));
      } else if (older) {
        event.preventDefault();
        const answer = await fetch(older.href, { headers: PART }).catch(() => null);
        if (!answer) return this.refuse(this.form.dataset.wordsOffline);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("messages");
        if (!page) return;
        const day = [...page.querySelectorAll(".day")].at(-1)?.dataset.day;
        const first = this.messages.querySelector(".day");
        page.querySelectorAll(".delivery").forEach((one) => one.remove());
        if (first?.dataset.day === day) first.remove();
        older.closest(".older").replaceWith(...page.childNodes);
        htmx.process(this.messages);
      }
    }
  }

  // the question that opened it (typed.js) has arrived
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("outreach-typed:") && JSON.parse(sessionStorage.getItem(key))?.sent) sessionStorage.removeItem(key);
    }
  } catch {
    // not allowed: then nothing was kept either
  }

  let chat = null;
  const settle = () => {
    const form = document.querySelector("form[data-chat]");
    if (chat?.form === form) return chat?.settle();
    chat?.stop();
    chat = form && new Chat(form);
  };
  document.addEventListener("htmx:after:swap", settle);
  settle();
})();
