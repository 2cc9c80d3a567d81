// The time pane: how many dated links a period holds, a window over it, and playback.

import { announce, button, el, isCalm, signButton, svg } from "./dom";
import { dayText } from "./moments";
import type { Store } from "./store";
import { ticks } from "./theme";
import { count, plural } from "./text";

const DAY = 24 * 60;
const MOST_BARS = 140;
const LEFT = 34;
const RIGHT = 10;
const AXIS = 18;
const TICK_MS = 420;

export class TimePane {
  readonly #chart = svg("svg", { class: "histogram", "aria-hidden": "true" });
  readonly #words = el("output", { id: "time-words", class: "words" });
  readonly #from = el("input", { type: "range", min: 0, step: 1, "aria-label": "Beginning of the time window" });
  readonly #to = el("input", { type: "range", min: 0, step: 1, "aria-label": "End of the time window" });
  readonly #play = signButton("play", "Play: move the window through time", () => this.#toggle());
  readonly #frame = el("div", { class: "chart" });
  #first = 0;
  #step = DAY;
  #bars = 0;
  #timer = 0;
  #held: number | null = null;
  #width = 0;
  #high = 0;

  constructor(
    private readonly store: Store,
    host: HTMLElement,
  ) {
    const undated = el("input", { type: "checkbox", id: "undated" });
    undated.checked = store.state.undated;
    undated.addEventListener("change", () => store.change({ undated: undated.checked }));
    const all = button("All time", () => store.change({ time: null }), { class: "small" });
    const bar = el(
      "div", { class: "bar" },
      this.#play, all,
      el("label", { class: "check" }, undated, "keep undated links"),
      this.#words,
    );
    this.#frame.append(this.#chart, el("div", { class: "sliders" }, this.#from, this.#to));
    host.append(bar, this.#frame);
    this.#scale();
    for (const slider of [this.#from, this.#to]) slider.addEventListener("input", () => this.#slide(slider));
    this.#chart.addEventListener("pointerdown", (event) => this.#press(event));
    this.#chart.addEventListener("pointermove", (event) => this.#drag(event));
    for (const end of ["pointerup", "pointercancel"]) this.#chart.addEventListener(end, () => (this.#held = null));
    store.listen((parts) => {
      undated.checked = store.state.undated;
      if ([...parts].some((part) => part !== "selection" && part !== "link")) this.#draw();
    });
    new ResizeObserver(() => this.#resize()).observe(this.#frame);
    if (!store.model.span) {
      this.#frame.replaceChildren(el("p", { class: "empty" }, "No link has a date."));
      this.#play.disabled = true;
      all.disabled = true;
    }
    this.#draw();
  }

  #scale(): void {
    const { span } = this.store.model;
    if (!span) return;
    this.#first = Math.floor(span[0] / DAY) * DAY;
    const days = Math.ceil((span[1] - this.#first) / DAY);
    this.#step = Math.max(1, Math.ceil(days / MOST_BARS)) * DAY;
    this.#bars = Math.ceil((days * DAY) / this.#step);
    for (const slider of [this.#from, this.#to]) slider.max = String(this.#bars);
  }

  #resize(): void {
    this.#width = this.#frame.clientWidth;
    this.#high = Math.max(30, this.#frame.clientHeight - 20);
    this.#draw();
  }

  #barOf(minute: number): number {
    return Math.max(0, Math.min(this.#bars - 1, Math.floor((minute - this.#first) / this.#step)));
  }

  // Window as bars: from the first up to the second, that one no more.
  get #window(): [number, number] {
    const { time } = this.store.state;
    if (!time) return [0, this.#bars];
    return [Math.round((time[0] - this.#first) / this.#step), Math.round((time[1] - this.#first) / this.#step)];
  }

  #setWindow(a: number, b: number, begins: boolean): void {
    const low = Math.max(0, Math.min(a, b, this.#bars - 1));
    const high = Math.min(this.#bars, Math.max(a, b, low + 1));
    const time = low === 0 && high === this.#bars ? null : ([this.#first + low * this.#step, this.#first + high * this.#step] as const);
    this.store.change({ time }, begins);
  }

  #slide(slider: HTMLInputElement): void {
    let [a, b] = [Number(this.#from.value), Number(this.#to.value)];
    if (a >= b) {
      if (slider === this.#from) b = a + 1;
      else a = b - 1;
    }
    this.#setWindow(a, b, true);
  }

  #barAt(event: PointerEvent): number {
    const box = this.#chart.getBoundingClientRect();
    const share = (event.clientX - box.left - LEFT) / Math.max(1, this.#width - LEFT - RIGHT);
    return Math.max(0, Math.min(this.#bars, share * this.#bars));
  }

  #press(event: PointerEvent): void {
    if (!this.#bars) return;
    this.#chart.setPointerCapture(event.pointerId);
    this.#held = this.#barAt(event);
    this.#setWindow(Math.floor(this.#held), Math.floor(this.#held) + 1, true);
  }

  #drag(event: PointerEvent): void {
    if (this.#held === null) return;
    const at = this.#barAt(event);
    this.#setWindow(Math.floor(Math.min(at, this.#held)), Math.ceil(Math.max(at, this.#held)), false);
  }

  #toggle(): void {
    if (this.#timer) this.#stop();
    else this.#start();
  }

  #start(): void {
    const [a, b] = this.#window;
    const wide = this.store.state.time ? b - a : Math.max(1, Math.round(this.#bars / 12));
    let at = this.store.state.time && b < this.#bars ? a : 0;
    this.#setWindow(at, at + wide, true);
    this.#look("pause", "Pause");
    this.#timer = window.setInterval(() => {
      at += 1;
      if (at + wide > this.#bars) this.#stop();
      else this.#setWindow(at, at + wide, false);
    }, isCalm() ? TICK_MS * 3 : TICK_MS);
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#look("play", "Play: move the window through time");
    announce(this.#words.textContent ?? "");
  }

  #look(name: string, words: string): void {
    const fresh = signButton(name, words, () => undefined);
    this.#play.replaceChildren(...fresh.childNodes);
    this.#play.setAttribute("aria-label", words);
    this.#play.title = words;
  }

  #draw(): void {
    const { model, masks } = this.store;
    const families = model.families.length;
    const inside = new Float64Array(this.#bars * families);
    const all = new Float64Array(this.#bars);
    let [dated, undated, anytime] = [0, 0, 0];
    for (let link = 0; link < model.linkCount; link += 1) {
      if (!masks.anytime[link]) continue;
      if (!model.grain[link]) {
        undated += masks.links[link];
        continue;
      }
      const bar = this.#barOf(model.at[link]);
      all[bar] += 1;
      anytime += 1;
      if (!masks.links[link]) continue;
      dated += 1;
      inside[bar * families + model.family[link]] += 1;
    }
    this.#tell(dated, undated, anytime);
    if (this.#width > 60 && this.#bars) this.#paint(all, inside);
  }

  #tell(dated: number, undated: number, anytime: number): void {
    const { time } = this.store.state;
    const [low, high] = this.#window;
    const span = time
      ? `${dayText(time[0])} to ${dayText(time[1] - 1)}`
      : "All time";
    this.#words.textContent = this.#bars
      ? `${span}: ${count(dated)} of ${plural(anytime, "dated link", "dated links")}, ${count(undated)} undated shown`
      : `${plural(undated, "undated link", "undated links")} shown`;
    this.#words.dataset["dated"] = String(dated);
    this.#words.dataset["undated"] = String(undated);
    for (const [slider, at] of [[this.#from, low], [this.#to, high]] as const) {
      slider.value = String(at);
      slider.setAttribute("aria-valuetext", dayText(this.#first + at * this.#step));
    }
  }

  #paint(all: Float64Array, inside: Float64Array): void {
    const { families } = this.store.model;
    const base = this.#high - AXIS;
    const wide = (this.#width - LEFT - RIGHT) / this.#bars;
    const top = Math.max(1, ...all);
    const tall = (value: number): number => (value / top) * (base - 8);
    const paths = families.map(() => "");
    let grey = "";
    for (let bar = 0; bar < this.#bars; bar += 1) {
      const [x, w] = [LEFT + bar * wide, Math.max(1, wide - (wide > 4 ? 1 : 0))];
      if (all[bar]) grey += `M${x.toFixed(1)} ${base}v${(-tall(all[bar])).toFixed(1)}h${w.toFixed(1)}V${base}z`;
      let y = base;
      families.forEach((_, family) => {
        const high = tall(inside[bar * families.length + family]);
        if (!high) return;
        paths[family] += `M${x.toFixed(1)} ${y.toFixed(1)}v${(-high).toFixed(1)}h${w.toFixed(1)}v${high.toFixed(1)}z`;
        y -= high;
      });
    }
    const [low, high] = this.#window;
    const [x0, x1] = [LEFT + low * wide, LEFT + high * wide];
    const parts: SVGElement[] = [svg("path", { d: grey, fill: "#d6dce2" })];
    if (this.store.state.time)
      parts.push(svg("rect", { x: x0, y: 2, width: Math.max(2, x1 - x0), height: base - 2, class: "brush" }));
    families.forEach(([, colour], at) => paths[at] && parts.push(svg("path", { d: paths[at], fill: colour })));
    for (const value of new Set([top, Math.round(top / 2)])) {
      const y = base - tall(value);
      parts.push(svg("line", { x1: LEFT, x2: this.#width - RIGHT, y1: y, y2: y, class: "rule" }));
      parts.push(svg("text", { x: LEFT - 5, y: y + 3, "text-anchor": "end", class: "axis" }, count(value)));
    }
    parts.push(svg("line", { x1: LEFT, x2: this.#width - RIGHT, y1: base, y2: base, class: "base" }));
    const end = this.#first + this.#bars * this.#step;
    for (const [minute, words] of ticks(this.#first, end, Math.max(2, this.#width / 110))) {
      const x = LEFT + ((minute - this.#first) / (end - this.#first)) * (this.#width - LEFT - RIGHT);
      parts.push(svg("line", { x1: x, x2: x, y1: base, y2: base + 4, class: "base" }));
      if (x < this.#width - 50) parts.push(svg("text", { x: x + 3, y: base + 13, class: "axis" }, words));
    }
    this.#chart.setAttribute("width", String(this.#width));
    this.#chart.setAttribute("height", String(this.#high));
    this.#chart.replaceChildren(...parts);
  }
}
