// The wall: each business's dossiers as dots along the days, played through time by a slider.
// The page is a table that stands without this; here its signs become dots and the player appears.
"use strict";

(() => {
  const { Strip, make, numbers, tidy } = wallParts; // wall-strip.js
  const DAY = 86400000;
  const RECENT = 90; // days of the trailing window
  const FRESH = 12; // days for which a new dot glows
  const SECONDS = 28; // a whole play
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const percents = new Intl.NumberFormat(document.documentElement.lang || "vi", { style: "percent", maximumFractionDigits: 0 });

  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_all, key) => values[key]);

  class Wall {
    constructor(root, dossiers) {
      this.root = root;
      this.words = root.dataset;
      this.begin = Date.parse(root.dataset.start);
      this.length = Number(root.dataset.days) + 1;
      this.find = (name) => root.querySelector(`.wall-${name}`);
      this.zones = [...root.querySelectorAll(".wall-zone")].map((zone) => ({
        body: zone.querySelector("tbody"),
        counts: zone.querySelector(".wall-zone-counts"),
        strips: [...zone.querySelectorAll("tbody > tr")].map((line) => new Strip(line, dossiers.get(line.querySelector("a").pathname) || "")),
      }));
      this.strips = this.zones.flatMap((zone) => zone.strips);
      this.ticks = [...root.querySelectorAll(".wall-ticks > li")].map((item) => ({ item, day: Number(item.dataset.day) }));
      this.slider = this.find("slider");
      this.day = this.length - 1;
      this.playing = false;
      this.inView = new Set();
      this.listen();
      for (const part of [this.find("player"), this.find("options")]) part.hidden = false;
      root.classList.add("wall-live");
      new ResizeObserver(() => this.layout()).observe(this.find("zones"));
      this.layout();
      this.watch();
    }

    listen() {
      this.slider.addEventListener("input", () => {
        this.stop();
        this.go(Number(this.slider.value));
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.say(), 700);
      });
      this.find("play").addEventListener("click", () => (this.playing ? this.stop(true) : this.play()));
      this.find("tint").addEventListener("change", () => this.go(this.day));
      this.find("order").addEventListener("change", (event) => this.sort(event.target.value));
      for (const tick of this.ticks) this.offer(tick);
    }

    // the date of an intervention becomes a button that leads the slider there
    offer({ item, day }) {
      const when = item.querySelector(".wall-when");
      const button = document.createElement("button");
      button.type = "button";
      button.className = when.className;
      button.textContent = when.textContent;
      button.setAttribute("aria-label", fill(this.words.jump, { day: when.textContent }));
      button.addEventListener("click", () => {
        this.stop();
        this.go(Math.min(Math.max(day, 0), this.length - 1));
        this.say();
        this.root.scrollIntoView({ block: "start" });
      });
      when.replaceWith(button);
    }

    // only rows near the screen are redrawn, so that thousands of businesses still play smoothly
    watch() {
      const owners = new Map(this.strips.map((strip) => [strip.line, strip]));
      const observer = new IntersectionObserver((entries) => {
        for (const { target, isIntersecting } of entries) {
          const strip = owners.get(target);
          this.inView[isIntersecting ? "add" : "delete"](strip);
          if (isIntersecting) this.draw(strip);
        }
      }, { rootMargin: "400px" });
      for (const { line } of this.strips) observer.observe(line);
      addEventListener("beforeprint", () => this.strips.forEach((strip) => this.draw(strip)));
    }

    layout() {
      const cell = this.strips[0]?.cell;
      const width = Math.floor(cell ? cell.clientWidth : 0);
      if (!width || width === this.width) return;
      this.width = width;
      this.pace = width / this.length;
      const lines = this.ticks.map(({ day }) => (day + 1) * this.pace).filter((x) => x > 0 && x < width);
      const edges = [...new Set([0, ...lines, width])].sort((a, b) => a - b);
      const step = width < 500 ? 7 : 10;
      for (const strip of this.strips) strip.place(width, edges, this.pace, step);
      this.drawShape(width);
      this.drawLines(cell);
      this.go(this.day);
    }

    // all dossiers together, week by week: the slider's own picture, with the interventions numbered
    drawShape(width) {
      const svg = this.find("shape");
      const height = 64;
      const floor = height - 1;
      const bins = Array.from({ length: Math.ceil(width / 7) }, () => [0, 0]);
      for (const strip of this.strips) {
        strip.days.forEach((day, index) => (bins[Math.min(Math.floor((day * this.pace) / 7), bins.length - 1)]["of".includes(strip.kinds[index]) ? 0 : 1] += 1));
      }
      const unit = (height - 26) / Math.max(1, ...bins.map(([online, other]) => online + other));
      const bar = (index, from, to) => (to > from ? `M${index * 7 + 3.5} ${tidy(floor - from * unit)}V${tidy(floor - to * unit)}` : "");
      const online = bins.map(([count], index) => bar(index, 0, count)).join("");
      const other = bins.map(([count, rest], index) => bar(index, count, count + rest)).join("");
      svg.replaceChildren();
      for (const [key, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) svg.setAttribute(key, value);
      const clip = make("clipPath", { id: "wall-seen" }, svg);
      this.seen = make("rect", { x: 0, y: 0, width, height }, clip);
      for (const attributes of [{ class: "ahead" }, { class: "seen", "clip-path": "url(#wall-seen)" }]) {
        const group = make("g", attributes, svg);
        make("path", { class: "other", d: other }, group);
        make("path", { class: "online", d: online }, group);
      }
      this.drawFlags(svg, width, floor);
    }

    drawFlags(svg, width, floor) {
      const box = ({ from, to, first, last }) => {
        const text = first === last ? String(first) : `${first}–${last}`;
        const wide = Math.max(17, text.length * 8 + 7, to - from + 8);
        return { text, wide, left: Math.min(Math.max((from + to - wide) / 2, 0), width - wide) };
      };
      const flags = this.ticks.map(({ day }, index) => {
        const x = Math.min(Math.max((day + 1) * this.pace, 0), width);
        make("path", { class: "mark", d: `M${tidy(x)} 17V${floor}` }, svg);
        return { from: x, to: x, first: index + 1, last: index + 1 };
      });
      // neighbours whose boxes would touch share one, which may then touch the one before
      for (let i = 1; i < flags.length; ) {
        const [one, next] = [flags[i - 1], flags[i]];
        if (box(one).left + box(one).wide + 2 <= box(next).left) i += 1;
        else {
          flags.splice(i - 1, 2, { from: one.from, to: next.to, first: one.first, last: next.last });
          i = Math.max(1, i - 1);
        }
      }
      for (const { text, wide, left } of flags.map(box)) {
        make("rect", { class: "flag", x: tidy(left), y: 0, width: tidy(wide), height: 17, rx: 8.5 }, svg);
        make("text", { class: "flag-number", x: tidy(left + wide / 2), y: 13, "text-anchor": "middle" }, svg).textContent = text;
      }
    }

    // one line through all zones for each intervention, and one for the day shown
    drawLines(cell) {
      const box = this.find("zones").getBoundingClientRect();
      this.left = cell.getBoundingClientRect().left - box.left + cell.clientLeft;
      const lines = this.find("lines");
      lines.replaceChildren();
      const line = (name, x) => {
        const element = document.createElement("i");
        element.className = name;
        element.style.left = `${tidy(this.left + x)}px`;
        lines.append(element);
        return element;
      };
      for (const { day } of this.ticks) if (day >= 0 && day < this.length) line("mark", (day + 1) * this.pace);
      this.head = line("head", 0);
    }

    go(day) {
      this.day = day;
      const today = Math.floor(day);
      for (const strip of this.inView) this.draw(strip);
      const total = (strips, from) => strips.reduce((sums, strip) => strip.sum(today, from).map((count, index) => count + sums[index]), [0, 0]);
      for (const zone of this.zones) zone.counts.textContent = this.counts(total(zone.strips));
      this.tell(today, total(this.strips), total(this.strips, today - RECENT));
    }

    draw(strip) {
      const today = Math.floor(this.day);
      strip.show(today, this.playing && !still.matches ? FRESH : 0);
      const [online, received] = strip.sum(today, today - RECENT);
      strip.tint(this.find("tint").checked && received ? online / received : null);
    }

    counts([online, received]) {
      return fill(this.words.counts, { online: numbers.format(online), received: numbers.format(received) });
    }

    tell(today, all, recent) {
      const when = new Date(this.begin + today * DAY).toISOString().slice(0, 10).split("-").reverse().join("/");
      const share = ([online, received]) => (received ? percents.format(online / received) : "–");
      this.find("date").textContent = when;
      this.find("share").textContent = share(all);
      this.find("counts").textContent = this.counts(all);
      this.find("recent").textContent = recent[1]
        ? `${fill(this.words.recent, { counts: this.counts(recent) })} (${share(recent)})`
        : this.words.noRecent;
      this.summary = `${when}: ${this.counts(all)}`;
      this.slider.value = today;
      this.slider.setAttribute("aria-valuetext", this.summary);
      const x = tidy((today + 1) * this.pace || 0);
      this.seen?.setAttribute("width", x);
      if (this.head) this.head.style.transform = `translateX(${x}px)`;
      this.mark(today);
    }

    mark(today) {
      let latest = null;
      for (const tick of this.ticks) {
        tick.item.classList.toggle("passed", tick.day <= today);
        if (tick.day <= today && (!latest || tick.day >= latest.day)) latest = tick;
      }
      if (latest === this.latest) return;
      this.latest = latest;
      this.find("latest").textContent = latest ? `${latest.item.querySelector(".wall-when").textContent} · ${latest.item.querySelector(".wall-what").textContent}` : "";
      if (this.playing) this.say(this.find("latest").textContent);
    }

    say(words = "") {
      this.find("says").textContent = [words, this.summary].filter(Boolean).join(". ");
    }

    play() {
      if (this.day >= this.length - 1) this.day = 0;
      this.press(true);
      let last = null;
      const frame = (now) => {
        if (!this.playing) return;
        const pace = this.length / SECONDS / 1000;
        const pause = still.matches ? 900 : 0; // month by month for those who asked for less motion
        if (last === null) last = now;
        if (now - last >= pause) {
          this.go(Math.min(this.day + (pause ? 30.4 : (now - last) * pace), this.length - 1));
          last = now;
        }
        if (this.day >= this.length - 1) this.stop(true);
        else requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    }

    stop(speak = false) {
      if (!this.playing) return;
      this.press(false);
      this.go(Math.floor(this.day));
      if (speak) this.say();
    }

    press(on) {
      this.playing = on;
      this.find("play").setAttribute("aria-pressed", String(on));
      this.find("play-label").textContent = on ? this.words.pause : this.words.play;
      this.root.classList.toggle("wall-playing", on);
    }

    sort(key) {
      const rank = { name: () => 0, first: (strip) => strip.first, most: (strip) => -strip.days.length }[key];
      for (const zone of this.zones) {
        const lines = [...zone.strips].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
        zone.body.append(...lines.map((strip) => strip.line));
      }
    }
  }

  // Each row's dossiers, by the address of its business; without them the page stays a table.
  const dossiersOf = async (root) => {
    const answer = await fetch(root.dataset.from);
    if (!answer.ok || !answer.headers.get("Content-Type").startsWith("text/plain")) return null;
    return new Map((await answer.text()).split("\n").map((line) => line.split(" ")));
  };

  const start = () => {
    for (const root of document.querySelectorAll(".wall[data-from]")) {
      const from = root.dataset.from;
      if (!from || !root.querySelector(".wall-strip")) continue;
      const dossiers = dossiersOf(root);
      root.removeAttribute("data-from");
      dossiers.then((found) => found && new Wall(root, found), () => {});
    }
  };
  document.addEventListener("htmx:after:swap", start);
  start();
})();
