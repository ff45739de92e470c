// One business on the wall: its row of the table, with the signs of its dossiers drawn as dots.
// wall.js plays all rows together.
"use strict";

globalThis.wallParts = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const KINDS = { o: "online", f: "filed-for", p: "paper", u: "unknown" };
  const numbers = new Intl.NumberFormat(document.documentElement.lang || "vi");

  const make = (name, attributes, parent) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent?.append(element);
    return element;
  };
  const tidy = (value) => Math.round(value * 10) / 10;

  // how many of the sorted days are at most `day`
  function until(days, day) {
    let low = 0;
    let high = days.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (days[middle] <= day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  class Strip {
    // `dots` as the server's wall_dots() writes them: days since the one before, a letter, and so on
    constructor(line, dots) {
      this.line = line;
      this.cell = line.querySelector(".wall-strip");
      this.count = line.querySelector(".wall-count");
      let day = 0;
      const marks = [...dots.matchAll(/(\d+)([a-z])/g)];
      this.days = marks.map(([, gap]) => (day += Number(gap)));
      this.kinds = marks.map(([, , kind]) => kind);
      this.online = [0];
      this.kinds.forEach((kind, index) => this.online.push(this.online[index] + (kind === "o" || kind === "f")));
      this.first = this.days[this.online.indexOf(1) - 1] ?? Infinity;
      this.sign = document.createElement("span");
      this.sign.className = "sign none";
      line.querySelector("th").prepend(this.sign);
      if (marks.length) this.prepare();
    }

    prepare() {
      this.svg = make("svg", { class: "wall-dots", "aria-hidden": "true" });
      this.paths = {};
      for (const name of ["later", "fresh", "paper", "unknown", "ring", "core", "online"]) {
        this.paths[name] = make("path", { class: name }, this.svg);
      }
      this.cell.querySelector(".wall-signs").replaceWith(this.svg);
    }

    // columns at least `step` px wide that never straddle an intervention's line; dots of a column are stacked
    place(width, edges, pace, step) {
      if (!this.svg) return;
      let segment = 0;
      let last = -step;
      let level = 0;
      let highest = 0;
      let taken = []; // columns within reach of the current one, and their levels
      let busy = new Set();
      const spots = this.days.map((day) => {
        const x = (day + 0.5) * pace;
        while (segment < edges.length - 2 && x >= edges[segment + 1]) segment += 1;
        const room = edges[segment + 1] - edges[segment];
        const pitch = room / Math.max(1, Math.floor(room / step));
        const column = Math.min(Math.floor((x - edges[segment]) / pitch), Math.max(1, Math.floor(room / step)) - 1);
        const centre = edges[segment] + (column + 0.5) * pitch;
        if (centre !== last) {
          taken = taken.filter(([at]) => at > centre - step + 0.05);
          busy = new Set(taken.flatMap(([, levels]) => levels));
          taken.push([centre, []]);
          last = centre;
          level = 0;
        }
        while (busy.has(level)) level += 1;
        taken.at(-1)[1].push(level);
        level += 1;
        highest = Math.max(highest, level);
        return [centre, level - 0.5];
      });
      const height = Math.max(highest, 1) * step + 4;
      const radius = step / 2 - 1.3;
      const circle = `a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`;
      this.dots = spots.map(([x, up]) => `M${tidy(x)} ${tidy(height - 2 - up * step)}h0`);
      this.rings = spots.map(([x, up]) => `M${tidy(x - radius)} ${tidy(height - 2 - up * step)}${circle}`);
      for (const [key, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) this.svg.setAttribute(key, value);
      this.svg.dataset.step = step;
      this.shown = -1;
    }

    // [online, received] after the day `from` up to `to`
    sum(to, from = -1) {
      const last = until(this.days, to);
      const first = until(this.days, from);
      return [this.online[last] - this.online[first], last - first];
    }

    // everything up to `day` in full, the rest as specks; what was filed online within `glow` days shines
    show(day, glow) {
      const shown = until(this.days, day);
      const fresh = glow ? until(this.days, day - glow) : shown;
      if (!this.svg || (shown === this.shown && fresh === this.fresh)) return;
      const d = { paper: "", unknown: "", ring: "", core: "", online: "" };
      for (let index = 0; index < shown; index += 1) {
        const kind = this.kinds[index];
        if (kind === "o") d.online += this.dots[index];
        else if (kind === "p") d.paper += this.rings[index];
        else if (kind === "u") d.unknown += this.rings[index];
        else {
          d.ring += this.rings[index];
          d.core += this.dots[index];
        }
      }
      d.later = this.dots.slice(shown).join("");
      d.fresh = this.dots.slice(fresh, shown).filter((_dot, index) => "of".includes(this.kinds[fresh + index])).join("");
      for (const [name, path] of Object.entries(this.paths)) path.setAttribute("d", d[name]);
      if (shown !== this.shown) {
        this.sign.className = `sign ${shown ? KINDS[this.kinds[shown - 1]] : "none"}`;
        this.count.textContent = shown ? `${numbers.format(this.online[shown])}/${numbers.format(shown)}` : "–";
      }
      this.shown = shown;
      this.fresh = fresh;
    }

    // the row's ground takes the colour of its online share; null takes it off
    tint(share) {
      const level = share === null ? null : Math.round(share * 20) / 20;
      if (level === this.level) return;
      this.level = level;
      this.line.classList.toggle("tinted", level !== null);
      if (level !== null) this.line.style.setProperty("--share", `${level * 100}%`);
    }
  }

  return { Strip, make, numbers, tidy };
})();
