// The money pane: payers on the left, takers on the right, one currency at a time.

import { sankey, sankeyLinkHorizontal, type SankeyLink, type SankeyNode } from "d3-sankey";
import { el, svg } from "./dom";
import { type Flow, type Grouping, OTHERS, currenciesShown, flowsOf, holders, largest, unreadOf } from "./money";
import type { Store } from "./store";
import { count, moneyText, plural, shortened } from "./text";

interface Side {
  key: string;
  words: string;
  right: boolean;
}
interface Band {
  flow: Flow;
}
type Node = SankeyNode<Side, Band>;
type Link = SankeyLink<Side, Band>;
const ROWS = 60;

export class MoneyPane {
  readonly #chart = svg("svg", { class: "money", role: "group", "aria-label": "Money flow; the table below says the same" });
  readonly #frame = el("div", { class: "chart" });
  readonly #currency = el("select", { "aria-label": "Currency", id: "money-currency" });
  readonly #grouping = el("select", { "aria-label": "Payers and takers by" });
  readonly #words = el("p", { class: "words", id: "money-words" });
  readonly #rows = el("tbody");
  readonly #held: Int32Array;
  #chosen = 0;

  constructor(
    private readonly store: Store,
    host: HTMLElement,
  ) {
    this.#held = holders(store.model);
    for (const [value, words] of [["holder", "by holder"], ["account", "by account"], ["country", "by country"]])
      this.#grouping.append(el("option", { value }, words));
    const table = el(
      "table", {},
      el("thead", {}, el("tr", {}, ...["Payer", "Taker", "Sum", "Payments"].map((name) => el("th", { scope: "col" }, name)))),
      this.#rows,
    );
    this.#frame.append(this.#chart);
    host.append(
      el("div", { class: "bar" }, this.#currency, this.#grouping, this.#words),
      this.#frame,
      el("details", { class: "flows-table" }, el("summary", {}, "As a table"), el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Money flows" }, table)),
    );
    this.#currency.addEventListener("change", () => {
      this.#chosen = Number(this.#currency.value);
      this.#draw();
    });
    this.#grouping.addEventListener("change", () => this.#draw());
    store.listen((parts) => {
      if (!parts.has("query") && !parts.has("notes") && !parts.has("moved")) this.#draw();
    });
    new ResizeObserver(() => this.#draw()).observe(this.#frame);
    this.#draw();
  }

  #draw(): void {
    // Whoever is not looked at is drawn when shown.
    if (this.#frame.clientWidth === 0) return;
    const { model, masks } = this.store;
    const shown = currenciesShown(model, masks.links);
    if (!shown.some(([one]) => one === this.#chosen)) this.#chosen = shown[0]?.[0] ?? 0;
    this.#currency.replaceChildren(
      ...shown.map(([one, many]) => el("option", { value: one, selected: one === this.#chosen }, `${model.currencies[one][0]} (${count(many)})`)),
    );
    this.#currency.hidden = !shown.length;
    this.#grouping.hidden = !shown.length;
    const grouping = this.#grouping.value as Grouping;
    const flows = this.#chosen ? flowsOf(model, masks.links, this.#held, this.#chosen, grouping) : [];
    const sum = flows.reduce((total, flow) => total + flow.minor, 0);
    const payments = flows.reduce((total, flow) => total + flow.payments, 0);
    const unread = unreadOf(model, masks.links);
    const apart = unread ? `${plural(unread, "amount is", "amounts are")} in no sum: too large, or of another form.` : "";
    this.#words.textContent = this.#chosen
      ? `${this.#money(sum)} in ${plural(payments, "payment", "payments")}${shown.length > 1 ? "; other currencies apart" : ""}${apart && `. ${apart}`}`
      : apart || "No payment with an amount is shown.";
    this.#words.dataset["sum"] = String(sum);
    this.#words.dataset["payments"] = String(payments);
    this.#tabulate(flows);
    this.#paint(flows);
  }

  #money(minor: number): string {
    const [code, digits] = this.store.model.currencies[this.#chosen];
    // Above that a browser no longer counts every unit.
    return `${Number.isSafeInteger(minor) ? "" : "about "}${moneyText(minor, digits, code)}`;
  }

  #name(key: string): string {
    if (key === OTHERS) return "All others";
    if (this.#grouping.value === "country") return key || "No country on file";
    return this.store.model.captions[Number(key)];
  }

  #tabulate(flows: Flow[]): void {
    const rest = flows.length - ROWS;
    const rows = flows.slice(0, ROWS).map((flow) =>
      el("tr", {},
        el("td", { dir: "auto" }, this.#name(flow.from)), el("td", { dir: "auto" }, this.#name(flow.to)),
        el("td", { class: "number" }, this.#money(flow.minor)), el("td", { class: "number" }, count(flow.payments))),
    );
    if (rest > 0) rows.push(el("tr", {}, el("td", { colspan: 4 }, `${count(rest)} more; export the links for all.`)));
    this.#rows.replaceChildren(...rows);
  }

  #paint(flows: Flow[]): void {
    const { clientWidth: width, clientHeight: height } = this.#frame;
    this.#chart.setAttribute("width", String(width));
    this.#chart.setAttribute("height", String(height));
    if (!flows.length || width < 120 || height < 60) {
      this.#chart.replaceChildren();
      return;
    }
    const most = Math.max(4, Math.min(14, Math.floor(height / 26)));
    const merged = largest(flows, most).filter((flow) => flow.minor > 0);
    const nodes: Side[] = [];
    const places = new Map<string, number>();
    const place = (key: string, right: boolean): number => {
      const name = `${right ? ">" : "<"}${key}`;
      const known = places.get(name);
      if (known !== undefined) return known;
      nodes.push({ key, words: this.#name(key), right });
      places.set(name, nodes.length - 1);
      return nodes.length - 1;
    };
    const links = merged.map((flow) => ({ source: place(flow.from, false), target: place(flow.to, true), value: flow.minor, flow }));
    if (!links.length) return;
    const margin = Math.min(150, width * 0.3);
    const graph = sankey<Side, Band>()
      .nodeWidth(9)
      .nodePadding(13)
      .nodeSort((a, b) => Number(a.key === OTHERS) - Number(b.key === OTHERS) || (b.value ?? 0) - (a.value ?? 0))
      .extent([[margin, 6], [width - margin, height - 8]])({ nodes, links });
    const held = document.activeElement?.getAttribute("data-side");
    this.#chart.replaceChildren(
      svg("g", { class: "bands", fill: "none" }, ...graph.links.map((link) => this.#band(link))),
      svg("g", { class: "sides" }, ...graph.nodes.map((node) => this.#side(node, margin))),
    );
    // Whoever works with the keyboard stays where they are.
    for (const side of this.#chart.querySelectorAll<SVGElement>(".side")) if (held && side.getAttribute("data-side") === held) side.focus();
  }

  #band(link: Link): SVGElement {
    const { flow } = link;
    const chosen = [...flow.entities].some((one) => this.store.state.selection.has(one));
    const words = `${this.#name(flow.from)} to ${this.#name(flow.to)}: ${this.#money(flow.minor)}, ${plural(flow.payments, "payment", "payments")}`;
    const band = svg(
      "path",
      { d: sankeyLinkHorizontal()(link) ?? "", "stroke-width": Math.max(1, link.width ?? 1).toFixed(1), class: chosen ? "chosen" : "" },
      svg("title", {}, words),
    );
    band.addEventListener("click", () => this.store.select(flow.entities));
    return band;
  }

  #side(node: Node, margin: number): SVGElement {
    const { x0 = 0, x1 = 0, y0 = 0, y1 = 0 } = node;
    const words = shortened(node.words, Math.floor(margin / 8.4));
    const at = node.right ? { x: x1 + 5, "text-anchor": "start" } : { x: x0 - 5, "text-anchor": "end" };
    const made = svg(
      "g",
      { class: "side", tabindex: 0, role: "button", "data-side": `${node.right ? ">" : "<"}${node.key}` },
      svg("rect", { x: x0, y: y0, width: x1 - x0, height: Math.max(1, y1 - y0) }),
      svg("text", { ...at, y: (y0 + y1) / 2, dy: "0.35em" }, words),
      svg("title", {}, `${node.words}: ${node.right ? "takes" : "pays"} ${this.#money(node.value ?? 0)}`),
    );
    const choose = (): void => {
      const bands = node.right ? node.targetLinks : node.sourceLinks;
      this.store.select(new Set((bands ?? []).flatMap((link) => [...(link as Link & Band).flow.entities])));
    };
    made.addEventListener("click", choose);
    made.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose();
    });
    return made;
  }
}
