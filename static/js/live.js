// One stream per page that is looked at: it says that something happened, and the page asks for it as ever.
//   form[data-chat][data-stream]   a conversation          .desk[data-stream]   the clerk's desk, instead of it
// Says to the document: chat:live (detail: whether a stream is open), chat:wake and desk:wake (look for what is
// new). Refused, broken, or out of the network: chat:live is false, and chat.js and desk.js ask every few seconds.
"use strict";

(() => {
  const SILENT = 40000; // milliseconds; the server says something every 15 s, so this is a connection that died
  const LONGEST = 15000; // between two tries
  const AWAY = 10000; // a page that is hidden for longer lets its stream go
  const TICK = 5000;
  const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const jittered = (milliseconds) => milliseconds * (0.75 + Math.random() / 2);
  const address = () => document.querySelector(".desk[data-stream]")?.dataset.stream ?? document.querySelector("form[data-chat][data-stream]")?.dataset.stream;

  class Live {
    constructor(url) {
      this.url = url;
      this.last = document.getElementById("messages")?.dataset.last ?? "";
      this.fails = 0;
      this.open = false;
      this.run();
    }

    async run() {
      while (!this.stopped) {
        const began = Date.now();
        let wait = null;
        try {
          wait = await this.listen();
        } catch {
          // no network, or the server is being restarted: again in a while
        }
        if (this.stopped) return;
        this.tell(false);
        this.fails = Date.now() - began > SILENT ? 0 : this.fails + 1;
        await this.pause(wait ?? jittered(Math.min(LONGEST, 250 * 2 ** this.fails)));
      }
    }

    // milliseconds to wait before the next try; null when that is ours to say
    async listen() {
      this.cutter = new AbortController();
      this.heard = Date.now();
      const headers = { Accept: "text/event-stream", "HX-Request": "true" };
      if (this.last) headers["Last-Event-ID"] = this.last;
      const answer = await fetch(this.url, { headers, cache: "no-store", signal: this.cutter.signal });
      if (answer.status === 204) return jittered(1000 * (Number(answer.headers.get("Retry-After")) || 10));
      if (answer.status === 401 || answer.status === 403 || answer.status === 404) return LONGEST * 8;
      if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("text/event-stream")) return null;
      this.tell(true);
      this.look(); // what happened since the page was made
      return this.read(answer.body.pipeThrough(new TextDecoderStream()).getReader());
    }

    async read(reader) {
      let rest = "";
      let wait = null;
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return wait;
        this.heard = Date.now();
        const blocks = (rest + value).split("\n\n");
        rest = blocks.pop();
        for (const block of blocks) wait = this.take(block) ?? wait;
      }
    }

    take(block) {
      const said = Object.fromEntries(block.split("\n").map((line) => [line.split(":", 1)[0], line.slice(line.indexOf(":") + 1).trim()]));
      if (said.id) this.last = said.id;
      if (said.event === "bye") return jittered(1000 * Number(said.data));
      if (said.event === "chat") this.look();
      if (said.event === "desk") this.look(JSON.parse(said.data));
      return null;
    }

    look(keys = ["*"]) {
      const open = document.querySelector("form[data-chat]")?.dataset.key;
      if (open && (keys.includes("*") || keys.includes(open))) say("chat:wake");
      if (document.querySelector(".desk[data-stream]")) say("desk:wake", keys);
    }

    tell(open) {
      this.open = open;
      say("chat:live", open);
    }

    pause(milliseconds) {
      return new Promise((resume) => {
        this.again = resume;
        this.timer = setTimeout(resume, milliseconds);
      });
    }

    // now, without the wait: the reader is back, or the network
    hurry() {
      if (this.open && Date.now() - this.heard < SILENT) return;
      this.fails = 0;
      this.cutter?.abort();
      this.again?.();
    }

    check() {
      if (this.open && Date.now() - this.heard > SILENT) this.hurry();
    }

    stop() {
      this.stopped = true;
      this.tell(false);
      clearTimeout(this.timer);
      this.cutter?.abort();
      this.again?.();
    }
  }

  let live = null;
  let leaving = null;
  const begin = () => {
    clearTimeout(leaving);
    const url = document.hidden ? null : address();
    if (live && !live.stopped && live.url === url) return;
    live?.stop();
    live = url ? new Live(url) : null;
  };
  const end = () => {
    live?.stop();
    live = null;
  };
  const back = () => {
    begin();
    live?.hurry();
  };

  // a conversation that came in at the desk begins to ask by itself until it hears that nobody needs to
  document.addEventListener("htmx:after:swap", () => {
    if (!document.hidden) begin();
    say("chat:live", Boolean(live?.open));
  });
  document.addEventListener("visibilitychange", () => {
    clearTimeout(leaving);
    if (document.hidden) leaving = setTimeout(end, AWAY);
    else back();
  });
  addEventListener("online", back);
  addEventListener("pageshow", (event) => event.persisted && back());
  addEventListener("pagehide", end);
  setInterval(() => live?.check(), TICK); // a laptop that slept comes round here first
  begin();
})();
