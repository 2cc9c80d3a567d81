// What is on file of the one that is selected, and what can be done with several.

import { announce, button, el, told } from "./dom";
import type { NetPane } from "./netpane";
import type { Store } from "./store";
import { entityFacts, entityHead, linkFacts, linkRow } from "./facts";
import { isVague, pathInTime, shortestPath } from "./paths";
import { count, plural } from "./text";

const MOST_LINKS = 60;

export class DetailPane {
  constructor(
    private readonly store: Store,
    private readonly host: HTMLElement,
    private readonly net: NetPane,
  ) {
    store.listen((parts) => {
      if (!parts.has("query") && !parts.has("moved") && !parts.has("notes")) this.#draw();
    });
    this.#draw();
  }

  #draw(): void {
    const { state } = this.store;
    if (state.link >= 0) this.host.replaceChildren(...this.#link(state.link));
    else if (this.store.single >= 0) this.host.replaceChildren(...this.#entity(this.store.single));
    else if (state.selection.size > 1) this.host.replaceChildren(...this.#several());
    else this.host.replaceChildren(...this.#nothing());
  }

  #nothing(): Node[] {
    return [
      el("p", { class: "hint" }, "Nothing is selected. Click an entity, drag with Shift held down for several, or use the list."),
      el("dl", {}, el("dt", {}, "handling"), told(this.store.model.head.handling, "dd"), el("dt", {}, "for"), told(this.store.model.head.audience, "dd"), el("dt", {}, "from"), told(this.store.model.head.originators, "dd")),
      el("ul", { class: "cautions" }, ...this.store.model.head.cautions.map((words) => el("li", { dir: "auto" }, words))),
    ];
  }

  #entity(one: number): Node[] {
    const { model } = this.store;
    return [
      entityHead(model, one),
      this.#actions([one]),
      entityFacts(model, one),
      ...this.#linksOf(one),
    ];
  }

  #actions(some: number[]): HTMLElement {
    const { store, net } = this;
    const group = some.length === 1 && store.model.groups.some(({ syndicate }) => syndicate === some[0]);
    const closed = store.state.closed.has(some[0]);
    return el(
      "div", { class: "actions" },
      button("Centre", () => (some.length === 1 ? net.focus(some[0]) : net.frameAll(some)), { class: "small" }),
      button("Expand", () => this.expand(some), { class: "small", title: "Bring back hidden neighbours" }),
      button("Hide", () => this.hide(some), { class: "small" }),
      button("Only these and neighbours", () => this.#only(some), { class: "small" }),
      group && button(closed ? "Open syndicate" : "Close syndicate", () => net.openOrExpand(some[0]), { class: "small" }),
    );
  }

  expand(some: number[]): void {
    const before = this.store.masks.entityCount;
    this.net.expand(some);
    announce(`${count(this.store.masks.entityCount - before)} more shown`);
  }

  hide(some: number[]): void {
    this.store.change({ hidden: new Set([...this.store.state.hidden, ...some]), selection: new Set() });
    announce(`${plural(some.length, "entity", "entities")} hidden`);
  }

  #only(some: number[]): void {
    const near = some.flatMap((one) => this.store.graph.neighbours(one, this.store.masks.links));
    this.store.change({ only: new Set([...some, ...near]) });
    this.net.fit();
  }

  #linksOf(one: number): Node[] {
    const { model, masks, graph } = this.store;
    const links = [...new Set(graph.linksOf(one))].filter((link) => masks.links[link]);
    const notShown = new Set(graph.linksOf(one)).size - links.length;
    links.sort((a, b) => model.type[a] - model.type[b] || model.at[b] - model.at[a] || a - b);
    const rows = links.slice(0, MOST_LINKS).map((link) =>
      linkRow(this.store, one, link, () => this.store.change({ link, selection: new Set([one, graph.otherEnd(link, one)]) })),
    );
    const more = links.length - rows.length;
    return [
      el("h4", {}, `${plural(links.length, "link", "links")} shown${notShown ? `, ${count(notShown)} filtered out` : ""}`),
      el("ul", { class: "links" }, ...rows),
      more > 0 ? el("p", { class: "quiet" }, `${count(more)} more: see Links in the list.`) : el("span", { hidden: true }),
    ];
  }

  #link(link: number): Node[] {
    const { model } = this.store;
    const end = (one: number): HTMLElement =>
      button(model.captions[one] || "(no name)", () => {
        this.store.select([one]);
        this.net.focus(one);
      }, { class: "small", dir: "auto" });
    return [
      el("h3", {}, el("span", { class: `line style-${model.style[link]} family-${model.family[link]}`, "aria-hidden": "true" }), model.typeWords(link)),
      el("p", {}, end(model.start[link]), " to ", end(model.end[link])),
      linkFacts(model, link),
      el("p", { class: "hint" }, "`linkgraph entity explain` with this id names the lines that say so."),
    ];
  }

  #several(): Node[] {
    const { model, state } = this.store;
    const some = [...state.selection];
    const kinds = new Map<string, number>();
    for (const one of some) kinds.set(model.kindWords(one), (kinds.get(model.kindWords(one)) ?? 0) + 1);
    return [
      el("h3", {}, `${plural(some.length, "entity", "entities")} selected`),
      el("p", { class: "quiet" }, [...kinds].map(([kind, many]) => `${count(many)} ${kind}`).join(", ")),
      this.#actions(some),
      el("div", { class: "actions" },
        button("Select common neighbours", () => this.#common(some), { class: "small" }),
        some.length === 2 && button("Find path", () => this.path("any"), { class: "small" }),
        some.length === 2 && button("Path in date order", () => this.path("time"), { class: "small" })),
      el("ul", { class: "links" }, ...some.slice(0, MOST_LINKS).map((one) => {
        const go = button("", () => {
          this.store.select([one]);
          this.net.focus(one);
        }, { class: "link-row" });
        go.append(told(model.captions[one] || "(no name)"), el("span", { class: "quiet" }, ` ${model.kindWords(one)}`));
        return el("li", {}, go);
      })),
    ];
  }

  #common(some: number[]): void {
    const { graph, masks } = this.store;
    const many = new Map<number, number>();
    for (const one of some) for (const other of graph.neighbours(one, masks.links)) many.set(other, (many.get(other) ?? 0) + 1);
    const shared = [...many].filter(([one, times]) => times === some.length && !some.includes(one)).map(([one]) => one);
    if (shared.length) this.store.select([...some, ...shared]);
    announce(shared.length ? `${plural(shared.length, "common neighbour", "common neighbours")} selected` : "They have no common neighbour among what is shown");
  }

  // From the first selected to the second; in date order each link is no earlier than the last.
  path(how: "any" | "time", directed = false): void {
    const { graph, masks, state, model } = this.store;
    const [from, to] = [...state.selection];
    const found = how === "time" ? pathInTime(model, graph, from, to, masks.links, directed) : shortestPath(graph, from, to, masks.links);
    if (!found) {
      announce("No such path among what is shown");
      this.host.prepend(el("p", { class: "warn" }, how === "time" ? "No path in date order among the dated links shown." : "No path among the links shown."));
      return;
    }
    this.store.change({ path: found });
    const ends = found.flatMap((link) => [model.start[link], model.end[link]]);
    this.net.frameAll(ends);
    announce(`Path of ${plural(found.length, "link", "links")}`);
    const steps = found.map((link) => el("li", {}, told(`${model.captions[model.start[link]]} ${model.typeWords(link)} ${model.captions[model.end[link]]}`), el("span", { class: "quiet block" }, [model.momentText(link), model.amountText(link)].filter(Boolean).join(" · "))));
    this.host.prepend(el("div", { class: "path" }, el("h3", {}, `Path of ${plural(found.length, "link", "links")}${how === "time" ? ", in date order" : ""}`), el("ol", {}, ...steps), how === "time" && isVague(model, found) && el("p", { class: "warn" }, "A day, month or year counts from its beginning: which of these came first is not on file."), button("Clear path", () => this.store.change({ path: [] }), { class: "small" })));
  }
}
