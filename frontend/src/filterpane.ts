// Search and filters; what can be chosen is at the same time the legend.

import { button, el, svg } from "./dom";
import type { Model } from "./model";
import { type Store, toggled } from "./store";
import { count } from "./text";

const STRENGTHS = ["Strong (best two grades)", "Weaker", "Not graded, or cannot be judged"];
const DASH = ["", "7 4", "2 3"];
const SHAPES: Record<string, string> = {
  circle: "M9 2a7 7 0 1 0 .01 0z", square: "M3 3h12v12H3z", flat: "M2 4h14v10H2z", sheet: "M4 2h10v14H4z",
  pill: "M8 2h2a4 4 0 0 1 4 4v6a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4z", hexagon: "M9 1l7 4v8l-7 4-7-4V5z",
  diamond: "M9 1l8 8-8 8-8-8z", wide: "M5 3h8l4 6-4 6H5L1 9z", shield: "M2 2h14v8l-7 7-7-7z",
};

type Choice<T> = { value: T; words: string; many: number; sign?: Element };

export class FilterPane {
  readonly search = el("input", { type: "search", id: "search", placeholder: "Name, number, id, in any script", autocomplete: "off", spellcheck: "false" });
  readonly #hits = el("output", { class: "quiet", id: "hits" });
  readonly #boxes: [HTMLInputElement, () => boolean][] = [];

  constructor(
    private readonly store: Store,
    private readonly host: HTMLElement,
  ) {
    const { model } = store;
    const entityCounts = tally(model.size, (one) => [model.kind[one]]);
    const clear = button("Clear all filters", () => store.clearFilters(), { class: "small", id: "clear-filters" });
    host.append(
      el("div", { class: "search" }, el("label", { for: "search" }, "Search"), this.search, this.#hits),
      el("div", { class: "bar" }, clear),
      this.#group("Kinds", "kinds", model.kinds.map(([name, words, shape, colour], kind) => ({ value: kind, words: words || name, many: entityCounts.get(kind) ?? 0, sign: shapeSign(shape, colour) }))),
      this.#linkTypes(model),
      this.#group("Evidence", "styles", [0, 1, 2].map((style) => ({ value: style, words: STRENGTHS[style], many: tally(model.linkCount, (link) => [model.style[link]]).get(style) ?? 0, sign: lineSign("#33414e", DASH[style]) }))),
      this.#chosen("Roles", "roles", tally(model.size, (one) => model.roles(one))),
      this.#chosen("Countries", "countries", tally(model.size, (one) => model.countries(one))),
      this.#chosen("Originators", "originators", tally(model.size, (one) => model.originators(one))),
      this.#amounts(model),
      this.#other(),
      this.#legend(),
    );
    store.listen(() => this.#show());
    this.search.addEventListener("input", () => store.change({ query: this.search.value }));
    this.#show();
  }

  tellFound(found: ReadonlySet<number>): void {
    this.#hits.textContent = this.store.state.query.trim() ? `${count(found.size)} found` : "";
  }

  #show(): void {
    for (const [box, isOn] of this.#boxes) box.checked = isOn();
    if (this.search.value !== this.store.state.query) this.search.value = this.store.state.query;
    this.host.classList.toggle("filtered", this.store.isFiltered());
  }

  #section(title: string, open: boolean, ...content: Node[]): HTMLElement {
    return el("details", { open }, el("summary", {}, title), ...content);
  }

  #box(words: string, many: number, isOn: () => boolean, act: () => void, mark?: Element): HTMLElement {
    const box = el("input", { type: "checkbox" });
    box.checked = isOn();
    box.addEventListener("change", act);
    this.#boxes.push([box, isOn]);
    return el("label", { class: "check" }, box, mark ?? null, el("span", { class: "grow", dir: "auto" }, words), el("span", { class: "many" }, count(many)));
  }

  #group(title: string, part: "kinds" | "styles", choices: Choice<number>[]): HTMLElement {
    const { store } = this;
    const boxes = choices.map(({ value, words, many, sign }) =>
      this.#box(words, many, () => !store.state[part].has(value), () => store.change({ [part]: toggled(store.state[part], value) }), sign),
    );
    return this.#section(title, true, el("div", { role: "group", "aria-label": title }, ...boxes));
  }

  #linkTypes(model: Model): HTMLElement {
    const { store } = this;
    const many = tally(model.linkCount, (link) => [model.type[link]]);
    const inside = model.families.flatMap(([family, colour], at) => {
      const types = [...model.types.keys()].filter((type) => model.types[type][2] === at);
      if (!types.length) return [];
      const boxes = types.map((type) =>
        this.#box(model.types[type][1].toLowerCase(), many.get(type) ?? 0, () => !store.state.types.has(type), () => store.change({ types: toggled(store.state.types, type) })),
      );
      return [el("div", { role: "group", "aria-label": family, class: "family" }, el("p", { class: "quiet" }, lineSign(colour, ""), family), ...boxes)];
    });
    return this.#section("Links", true, ...inside);
  }

  #chosen(title: string, part: "roles" | "countries" | "originators", many: Map<string, number>): HTMLElement {
    const { store } = this;
    if (!many.size) return el("span", { hidden: true });
    const sorted = [...many].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const boxes = sorted.map(([value, times]) =>
      this.#box(value, times, () => store.state[part].has(value), () => store.change({ [part]: toggled(store.state[part], value) })),
    );
    return this.#section(title, part === "roles", el("p", { class: "quiet" }, "None chosen: all"), el("div", { role: "group", "aria-label": title }, ...boxes));
  }

  #amounts(model: Model): HTMLElement {
    const { store } = this;
    if (model.currencies.length < 2) return el("span", { hidden: true });
    const currency = el("select", { "aria-label": "Currency of payments" }, el("option", { value: 0 }, "any"), ...model.currencies.slice(1).map(([code], at) => el("option", { value: at + 1 }, code)));
    const least = el("input", { type: "number", min: 0, step: 1, value: 0, "aria-label": "Least amount" });
    const change = (): void => store.change({ currency: Number(currency.value), least: Math.max(0, Number(least.value) || 0) });
    currency.addEventListener("change", change);
    least.addEventListener("change", change);
    store.listen(() => {
      currency.value = String(store.state.currency);
      least.value = String(store.state.least);
      least.disabled = !store.state.currency;
    });
    least.disabled = true;
    return this.#section("Amounts", false, el("div", { class: "bar" }, currency, el("span", { class: "quiet" }, "from"), least));
  }

  #other(): HTMLElement {
    const { store } = this;
    const linked = this.#box("Only what is linked", store.masks.entityCount, () => store.state.linked, () => store.change({ linked: !store.state.linked }));
    linked.querySelector(".many")?.remove();
    const back = button("Show hidden again", () => store.change({ hidden: new Set(), only: null }), { class: "small" });
    return this.#section("Hidden and lone", false, linked, back);
  }

  #legend(): HTMLElement {
    const ring = (colour: string, dash: string): Element =>
      svg("svg", { width: 18, height: 18, "aria-hidden": "true" }, svg("circle", { cx: 9, cy: 9, r: 6.5, fill: "none", stroke: colour, "stroke-width": 2.5, "stroke-dasharray": dash }));
    const lines: [Element, string][] = [
      [ring("#b3261e", ""), "Suspect: red ring"],
      [ring("#5b2a86", "5 3"), "Victim: dashed ring; name and number stand in"],
      [ring("#00594a", "1.5 3"), "Witness, informant or protected: dotted ring"],
      [ring("#0b5cab", ""), "Selected"],
      [ring("#c27a00", "3 3"), "Found by the search"],
      [ring("#e07b00", ""), "On the path"],
      [ring("#7a3e9d", "2 3"), "Would be warned (targeting)"],
      [svg("svg", { width: 18, height: 18, viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: "M12 5a7 7 0 1 0 .01 0zM12 1v7M12 16v7M1 12h7M16 12h7", fill: "none", stroke: "#b3001b", "stroke-width": 2.5 })), "Target"],
    ];
    return this.#section("Legend", true, el("ul", { class: "legend", id: "legend" }, ...lines.map(([mark, words]) => el("li", {}, mark, words)), el("li", { class: "quiet" }, "Near or central on paper says nothing about what anybody did.")));
  }
}

function tally<T>(size: number, told: (one: number) => Iterable<T>): Map<T, number> {
  const many = new Map<T, number>();
  for (let one = 0; one < size; one += 1) for (const value of told(one)) many.set(value, (many.get(value) ?? 0) + 1);
  return many;
}

function shapeSign(shape: string, colour: string): SVGSVGElement {
  return svg("svg", { width: 18, height: 18, "aria-hidden": "true" }, svg("path", { d: SHAPES[shape] ?? SHAPES["circle"], fill: colour, stroke: "#1a1a1a" }));
}

function lineSign(colour: string, dash: string): SVGSVGElement {
  return svg("svg", { width: 30, height: 10, "aria-hidden": "true" }, svg("line", { x1: 1, x2: 29, y1: 5, y2: 5, stroke: colour, "stroke-width": 2.5, "stroke-dasharray": dash }));
}
